# Completion of trueup for PowerShell: trueup completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName trueup -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_".Trim("'", '"') })
  foreach ($line in @(trueup __complete "=$wordToComplete" @before 2>$null)) {
    $value, $does = $line -split "`t", 2
    if ($value.StartsWith(':')) { continue }
    if (-not $does) { $does = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $does)
  }
}
