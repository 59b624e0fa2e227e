
result=$bundle
if command -v zip > /dev/null 2>&1 && (cd "$folder" && zip -q -r "$name-$stamp.zip" "$name-$stamp"); then
  result=$bundle.zip
fi
echo
echo "Collected $collected of $count outputs, $failed of them with an error."
echo "They lie in $bundle"
if [ "$result" != "$bundle" ]; then echo "and in      $result"; fi
echo
echo 'Look through them before you pass them on. Then go on with:'
echo "    triagebook diagnose $runbook \"$result\""
