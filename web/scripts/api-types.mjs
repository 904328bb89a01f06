// Writes the types of the HTTP API out of its contract, before every build: they are not kept, so they cannot be stale.
import { mkdir, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';

const contract = new URL('../../api/openapi.yaml', import.meta.url);
const folder = new URL('../generated/', import.meta.url);

await mkdir(folder, { recursive: true });
await writeFile(new URL('contract.d.ts', folder), astToString(await openapiTypescript(contract)));
