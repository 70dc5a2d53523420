/** Owns what every route's description shares: the error envelope and the frame of the OpenAPI document. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import { type ErrorCode, errors } from '@syncforge/protocol/errors'
import * as z from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { nameAnyJson } from './any-json.ts'
import type { EdgeEnv } from './env.ts'

const ErrorEnvelope = z
  .object({
    error: z.object({ code: z.string(), message: z.string(), details: z.unknown() }),
    request_id: z.string(),
  })
  .meta({ id: 'Error' })

interface ProblemResponse {
  readonly description: string
  readonly content: { readonly 'application/json': { readonly schema: typeof ErrorEnvelope } }
}

/** The refusals of a route, by HTTP status. @example responses: { 200: …, ...problems('UNAUTHORIZED') } */
export const problems = (...codes: readonly ErrorCode[]): Record<string, ProblemResponse> => {
  const statuses = new Set(codes.map((code) => errors[code].status))
  const describe = (status: number) =>
    codes
      .filter((code) => errors[code].status === status)
      .map((code) => `\`${code}\``)
      .join(', ')
  return Object.fromEntries(
    [...statuses].map((status) => [
      status,
      { description: describe(status), content: { 'application/json': { schema: ErrorEnvelope } } },
    ]),
  )
}

const frame: Parameters<OpenAPIHono['getOpenAPI31Document']>[0] = {
  openapi: '3.1.0',
  info: {
    title: 'SyncForge',
    version: packageJson.version,
    description: [
      'Rooms, documents and tokens by REST. Send a secret key: `Authorization: Bearer sk_…`.',
      'Every answer tells what is left of the key’s share of a minute: `RateLimit-Limit`, `RateLimit-Remaining`, `RateLimit-Reset` (seconds until there is room for one more).',
      'Every POST takes an `Idempotency-Key`: sent again, it is carried out once and answered alike for 24 hours.',
    ].join(' '),
  },
  security: [{ secretKey: [] }],
}

/** The OpenAPI document of every route that `app` knows. */
export const describe = (app: OpenAPIHono<EdgeEnv>): OpenApiDocument => {
  nameAnyJson(app.openAPIRegistry.definitions)
  return app.getOpenAPI31Document(frame)
}

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>
