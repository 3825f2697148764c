// node duckdb.mjs FOLDER SQL THREADS INPUT OUTPUT: runs a query with the npm package
// @duckdb/node-api that is installed in FOLDER.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, file, threads, input, output] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(folder, 'x.js'))('@duckdb/node-api');
const db = await DuckDBInstance.create(':memory:', { threads });
const connection = await db.connect();
const sql = readFileSync(file, 'utf8').replaceAll('$INPUT', input).replaceAll('$OUTPUT', output);
await connection.run(sql);
connection.closeSync();
db.closeSync();
