/** The audit log by REST: who did what, newest first, and the whole of it as a file that is written while it is read. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { JsonObject } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import { type AuditEntry, type AuditFilter, listAudit } from '../../../db/queries/organizations/audit-log.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { listPage } from '../list-page.ts'
import { isStorable, notStorable } from '../storable.ts'
import { type AuditFormat, auditFormats, auditStream } from './audit-export.ts'
import { OrganizationParams, PageQuery } from './shapes.ts'

const tags = ['Audit log']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'ORGANIZATION_DELETED',
  'UNAVAILABLE',
] as const

const Text = z.string().min(1).max(256).refine(isStorable, notStorable)
/** Up to the year 9999: the database reads no more digits. */
const At = z.coerce.number().int().min(0).max(253_402_300_799_999)

const filters = {
  actor: Text.optional().describe('The id of a person or of a key.'),
  act: Text.optional().describe('Such as `members.update`, or `members` for all of that kind.'),
  subject: Text.optional().describe('The id of what was changed.'),
  from: At.optional().describe('Milliseconds since 1970; from then on.'),
  to: At.optional().describe('Milliseconds since 1970; before then.'),
}
const AuditQuery = PageQuery.extend(filters)
const ExportQuery = z.object({ format: z.enum(auditFormats).default('csv'), ...filters })

const Row = JsonObject.nullable()

const AuditEntryShape = z
  .object({
    id: z.number().int(),
    at: z.number().int().describe('Milliseconds since 1970.'),
    actor: z
      .object({
        id: z.string(),
        name: z.string().nullable().describe('Of a person, as it is now; `null` for a key, and for who is gone.'),
        email: z.string().nullable(),
      })
      .nullable()
      .describe('`null`: the platform itself.'),
    address: z.string().nullable().describe('The network address that it came from.'),
    act: z.string(),
    subject: z.string().nullable(),
    before: Row.describe('`null` for what was made.'),
    after: Row.describe('`null` for what was removed.'),
  })
  .meta({ id: 'AuditEntry' })

const list = declareRoute({
  method: 'get',
  path: '/api/v1/organizations/{organizationId}/audit-log',
  right: 'audit:read',
  tags,
  summary: 'List what was done, newest first',
  description:
    'Every act on the organization, its members, invitations, keys and rooms, with who did it, from where, and what was there before and after. No secret is in it.',
  request: { params: OrganizationParams, query: AuditQuery },
  responses: {
    200: {
      description: 'A page of acts.',
      content: jsonContent(
        z.object({ entries: z.array(AuditEntryShape), nextCursor: z.string().nullable() }).meta({ id: 'AuditLog' }),
      ),
    },
    ...problems(...always),
  },
})

const contentTypes: Readonly<Record<AuditFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
}
const text = { schema: { type: 'string' } } as const

const exportLog = declareRoute({
  method: 'get',
  path: '/api/v1/organizations/{organizationId}/audit-log/export',
  right: 'audit:read',
  tags,
  summary: 'Export the audit log',
  description: 'As CSV or as JSON lines, newest first, of unknown length.',
  request: { params: OrganizationParams, query: ExportQuery },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': text, 'application/x-ndjson': text } },
    ...problems(...always),
  },
})

const filterOf = ({ from, to, actor, act, subject }: z.infer<z.ZodObject<typeof filters>>): AuditFilter => ({
  actor,
  act,
  subject,
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
})

const toEntry = (entry: AuditEntry): z.infer<typeof AuditEntryShape> => {
  const { id, at, actor, actorName: name, actorEmail: email, address, act, subject, before, after } = entry
  return {
    id,
    at: at.getTime(),
    actor: actor === null ? null : { id: actor, name, email },
    address,
    act,
    subject,
    // Rows as the database wrote them.
    before: before as z.infer<typeof Row>,
    after: after as z.infer<typeof Row>,
  }
}

const positionOf = ({ at, id }: AuditEntry) => ({ createdAt: at, id: String(id) })

export const auditLog = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { organizationId } = c.get('caller')
    const query = c.req.valid('query')
    const { page, nextCursor } = await listPage(
      query,
      (limit, after) => listAudit(databaseOf(c.env), organizationId, filterOf(query), limit, after),
      positionOf,
    )
    return c.json({ entries: page.map(toEntry), nextCursor }, 200)
  })
  .openapi(exportLog, async (c) => {
    const { organizationId } = c.get('caller')
    const { format, ...query } = c.req.valid('query')
    const db = databaseOf(c.env)
    const stream = await auditStream(format, async (limit, last) =>
      listAudit(db, organizationId, filterOf(query), limit, last && positionOf(last)),
    )
    return c.body(stream, 200, {
      'content-type': contentTypes[format],
      'content-disposition': `attachment; filename="audit-log.${format}"`,
    })
  })
