// node peer.mjs csv|jsonl INPUT: what a script would do, on standard output.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [format, input] = process.argv.slice(2);
const json = format === 'jsonl';

function answer(id, weight, dose, minutes, strength) {
  let kg = parseFloat(weight);
  if (weight.endsWith('lb')) kg *= 0.45359237;
  kg = Math.round(kg * 10) / 10;
  const mg = kg * dose;
  const volume = strength ? Math.round((mg / strength) * 100) / 100 : null;
  const rate = strength && minutes ? Math.round((volume * 600) / minutes) / 10 : null;
  let verdict = 'ok';
  if (dose < 0.5 || minutes > 60) verdict = 'review';
  if (dose > 1 || (minutes && minutes < 40)) verdict = 'stop';
  if (!json) return `${id},${kg},${mg},${volume ?? ''},${rate ?? ''},${verdict}\n`;
  return `${JSON.stringify({ id, dosing_weight_kg: kg, target_mg: mg, volume_ml: volume, rate_ml_per_h: rate, verdict })}\n`;
}

let out = json ? '' : 'id,dosing_weight_kg,target_mg,volume_ml,rate_ml_per_h,verdict\n';
let header = !json;
for await (const line of createInterface({ input: createReadStream(input), crlfDelay: Infinity })) {
  if (header) {
    header = false;
  } else if (json) {
    const o = JSON.parse(line);
    out += answer(o.id, o.weight, o.dose_mg_per_kg, o.over_min, o.concentration_mg_per_ml ?? o.vial_mg_per_ml);
  } else {
    const f = line.split(',');
    out += answer(f[0], f[1], +f[4], +f[5], +f[6] || +f[7]);
  }
  if (out.length > 1 << 20) {
    if (!process.stdout.write(out)) await new Promise((go) => process.stdout.once('drain', go));
    out = '';
  }
}
process.stdout.write(out);
