
# Below this much free space (in bytes) nothing more is collected.
$Least = 1073741824

$script:Files = New-Object System.Collections.ArrayList
$script:LeftOut = New-Object System.Collections.ArrayList
foreach ($sentence in $NotCollected) { [void]$script:LeftOut.Add($sentence) }
$script:Number = 0
$script:Failed = 0
$script:Problem = $null
$script:Utf8 = New-Object System.Text.UTF8Encoding($false)

function Now { [DateTime]::UtcNow.ToString('s') + 'Z' }

# How many bytes are free; nothing where that cannot be told, as on a share.
function FreeSpace {
    try {
        $drive = New-Object System.IO.DriveInfo([System.IO.Path]::GetPathRoot($script:Bundle))
        $drive.AvailableFreeSpace
    } catch { $null }
}

# The SHA-256 of a file; nothing where this computer cannot compute it.
function Sha256([string]$Path) {
    try {
        $algorithm = [System.Security.Cryptography.SHA256]::Create()
        $hash = $algorithm.ComputeHash([System.IO.File]::ReadAllBytes($Path))
        [System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
    } catch { $null }
}

# Writes down what was collected so far. It is done after every command, so that nothing is lost if the window is closed.
function WriteManifest {
    $manifest = [ordered]@{
        version = 1
        knowledge_base = [ordered]@{ title = $KnowledgeBase; sha256 = $KnowledgeBaseHash }
        runbook = $Runbook
        place = $Place
        started = $script:Started
        ended = (Now)
        files = $script:Files.ToArray()
        left_out = $script:LeftOut.ToArray()
    }
    $json = ConvertTo-Json -InputObject $manifest -Depth 6
    $path = [System.IO.Path]::Combine($script:Bundle, $ManifestName)
    [System.IO.File]::WriteAllText($path, $json, $script:Utf8)
}

# Objects as text: whole lists, wide lines.
function Flush($Text, $Held) {
    if ($Held.Count -eq 0) { return }
    $shown = ($Held | Out-String -Width 4096)
    $Held.Clear()
    foreach ($line in ($shown.Trim("`r", "`n") -split "`r?`n")) { [void]$Text.AppendLine($line.TrimEnd()) }
}

# One piece of output: an object, or a message of one of the other streams as the console shows it.
function Take($Text, $Held, $Item) {
    if ($Item -is [System.Management.Automation.ErrorRecord]) {
        if ($Item.FullyQualifiedErrorId -like 'NativeCommandError*') {
            $line = [string]$Item.Exception.Message
        } else {
            $line = ($Item | Out-String -Width 4096).TrimEnd()
            if (-not $script:Problem) { $script:Problem = [string]$Item.Exception.Message }
        }
    } elseif ($Item -is [System.Management.Automation.VerboseRecord]) {
        $line = 'VERBOSE: ' + $Item.Message
    } elseif ($Item -is [System.Management.Automation.WarningRecord]) {
        $line = 'WARNING: ' + $Item.Message
    } elseif ($Item -is [System.Management.Automation.DebugRecord]) {
        $line = 'DEBUG: ' + $Item.Message
    } elseif ($null -ne $Item -and $Item.GetType().Name -like '*InformationRecord') {
        $line = [string]$Item.MessageData
    } elseif ($Item -is [string]) {
        Flush $Text $Held
        $line = $Item
    } else {
        [void]$Held.Add($Item)
        if ($null -ne $Item -and $Item.GetType().Name -eq 'FormatEndData') { Flush $Text $Held }
        return
    }
    [void]$Text.AppendLine($line)
}

# Runs one command and keeps what it prints, its errors included.
function Collect([string]$File, [string[]]$Checks, [scriptblock]$Run) {
    $script:Number++
    Write-Host ('[{0}/{1}] {2} ... ' -f $script:Number, $Count, ($Checks -join ', ')) -NoNewline
    $free = FreeSpace
    if ($null -ne $free -and $free -lt $Least) {
        [void]$script:LeftOut.Add(($Checks -join ', ') + ': less than 1 GB was free on the disk')
        Write-Host 'left out: less than 1 GB is free on the disk'
        return
    }
    $started = Now
    $script:Problem = $null
    $text = New-Object System.Text.StringBuilder
    $held = New-Object System.Collections.ArrayList
    try {
        & $Run *>&1 | ForEach-Object { Take $text $held $_ }
        Flush $text $held
    } catch {
        $script:Problem = [string]$_.Exception.Message
        $failure = ($_ | Out-String -Width 4096).TrimEnd()
        try { Flush $text $held } catch { $held.Clear() }
        [void]$text.AppendLine($failure)
    }
    $path = [System.IO.Path]::Combine($script:Bundle, $File)
    [System.IO.File]::WriteAllText($path, $text.ToString(), $script:Utf8)
    [void]$script:Files.Add([ordered]@{
        name = $File
        checks = $Checks
        command = $Run.ToString().Trim().Replace("`r`n", "`n")
        sha256 = (Sha256 $path)
        bytes = [System.IO.File]::ReadAllBytes($path).Length
        started = $started
        ended = (Now)
        error = $script:Problem
    })
    WriteManifest
    if ($script:Problem) {
        $script:Failed++
        Write-Host ('ended with an error, which is kept: ' + ($script:Problem -split "`r?`n")[0])
    } else {
        Write-Host 'done'
    }
}

if (-not $Folder) { $Folder = $PSScriptRoot }
if (-not $Folder) { $Folder = (Get-Location -PSProvider FileSystem).ProviderPath }
$Folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Folder)
$stamp = [DateTime]::Now.ToString('yyyyMMdd-HHmmss', [System.Globalization.CultureInfo]::InvariantCulture)
$script:Bundle = [System.IO.Path]::Combine($Folder, "$Name-$stamp")
$script:Started = Now
try {
    [void][System.IO.Directory]::CreateDirectory($script:Bundle)
    WriteManifest
} catch {
    Write-Host ('Could not write to ' + $Folder + ': ' + $_.Exception.Message)
    Write-Host 'Nothing was collected. Name a folder that you may write to: -Folder PATH'
    return
}

# Lists in full, errors as Windows PowerShell shows them, no colours, and dates that can be read in one way only. All of
# it is put back at the end, and holds for this window alone.
$ErrorActionPreference = 'Continue'
$ErrorView = 'NormalView'
$limit = $global:FormatEnumerationLimit
$thread = [System.Threading.Thread]::CurrentThread
$culture = $thread.CurrentCulture
$languages = $thread.CurrentUICulture
$rendering = if ($PSStyle) { $PSStyle.OutputRendering }
try {
    $global:FormatEnumerationLimit = -1
    if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
    $plain = [System.Globalization.CultureInfo]::InvariantCulture.Clone()
    $plain.DateTimeFormat.ShortDatePattern = 'yyyy-MM-dd'
    $plain.DateTimeFormat.LongTimePattern = 'HH:mm:ss'
    $thread.CurrentCulture = $plain
    $thread.CurrentUICulture = [System.Globalization.CultureInfo]::GetCultureInfo('en-US')
