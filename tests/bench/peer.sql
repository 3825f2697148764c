COPY (
  WITH read AS (
    SELECT id, dose_mg_per_kg AS dose, over_min,
           coalesce(concentration_mg_per_ml, vial_mg_per_ml) AS strength,
           floor(CAST(left(weight, length(weight) - 2) AS DOUBLE)
                 * (CASE WHEN weight LIKE '%lb' THEN 0.45359237 ELSE 1 END) * 10 + 0.5) / 10 AS kg
    FROM read_csv('$INPUT', header = true, columns = {
      'id': 'VARCHAR', 'weight': 'VARCHAR', 'route': 'VARCHAR', 'session': 'INTEGER',
      'dose_mg_per_kg': 'DOUBLE', 'over_min': 'INTEGER', 'concentration_mg_per_ml': 'DOUBLE',
      'vial_mg_per_ml': 'DOUBLE'})
  ), dosed AS (
    SELECT *, kg * dose AS mg, floor(kg * dose / strength * 100 + 0.5) / 100 AS volume FROM read
  )
  SELECT id, kg AS dosing_weight_kg, mg AS target_mg, volume AS volume_ml,
         floor(volume * 600 / over_min + 0.5) / 10 AS rate_ml_per_h,
         CASE WHEN dose > 1 OR over_min < 40 THEN 'stop'
              WHEN dose < 0.5 OR over_min > 60 THEN 'review' ELSE 'ok' END AS verdict
  FROM dosed
) TO '$OUTPUT' (HEADER, DELIMITER ',');
