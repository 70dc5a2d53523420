/** Prints the OpenAPI document of the API, for what is made from it: `node --conditions=source workers/edge/print-openapi.ts`. */
import { createApp } from './app.ts'
import { describe } from './openapi.ts'

process.stdout.write(JSON.stringify(describe(createApp())))
