# What a script would do: doubles, no rules but four limits. For the peers only.
BEGIN { FS = OFS = "," }
NR == 1 { print "id", "dosing_weight_kg", "target_mg", "volume_ml", "rate_ml_per_h", "verdict"; next }
{
  kg = $2 + 0
  if (substr($2, length($2) - 1) == "lb") kg *= 0.45359237
  kg = int(kg * 10 + 0.5) / 10
  mg = kg * $5
  strength = $7 + $8
  volume = strength ? int(mg / strength * 100 + 0.5) / 100 : ""
  rate = strength && $6 ? int(volume * 600 / $6 + 0.5) / 10 : ""
  verdict = "ok"
  if ($5 < 0.5 || $6 > 60) verdict = "review"
  if ($5 > 1 || ($6 != "" && $6 < 40)) verdict = "stop"
  print $1, kg, mg, volume, rate, verdict
}
