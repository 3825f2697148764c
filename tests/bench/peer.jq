(((.weight[:-2] | tonumber) * (if .weight | endswith("lb") then 0.45359237 else 1 end) * 10 + 0.5 | floor) / 10) as $kg
| ($kg * .dose_mg_per_kg) as $mg
| (.concentration_mg_per_ml // .vial_mg_per_ml) as $strength
| (if $strength then (($mg / $strength * 100 + 0.5 | floor) / 100) else null end) as $volume
| {id, dosing_weight_kg: $kg, target_mg: $mg, volume_ml: $volume,
   rate_ml_per_h: (if $strength and .over_min then (($volume * 600 / .over_min + 0.5 | floor) / 10) else null end),
   verdict: (if .dose_mg_per_kg > 1 or (.over_min and .over_min < 40) then "stop"
             elif .dose_mg_per_kg < 0.5 or (.over_min and .over_min > 60) then "review" else "ok" end)}
