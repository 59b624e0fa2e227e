} finally {
    $thread.CurrentCulture = $culture
    $thread.CurrentUICulture = $languages
    $global:FormatEnumerationLimit = $limit
    if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    WriteManifest
}

$result = $script:Bundle
try {
    [void][System.Reflection.Assembly]::LoadWithPartialName('System.IO.Compression.FileSystem')
    [System.IO.Compression.ZipFile]::CreateFromDirectory($script:Bundle, $script:Bundle + '.zip')
    $result = $script:Bundle + '.zip'
} catch {
    Write-Host ('No zip could be made (' + $_.Exception.Message + '); the folder holds everything.')
}
Write-Host ''
Write-Host ('Collected {0} of {1} outputs, {2} of them with an error.' -f $script:Files.Count, $Count, $script:Failed)
Write-Host ('They lie in ' + $script:Bundle)
if ($result -ne $script:Bundle) { Write-Host ('and in      ' + $result) }
Write-Host ''
Write-Host 'Look through them before you pass them on. Then go on with:'
Write-Host ('    triagebook diagnose ' + $Runbook + ' "' + $result + '"')
