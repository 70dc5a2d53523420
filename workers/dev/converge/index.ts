/**
 * The backend of Converge: what a customer writes beside the page. It knows who is signed in, signs their room tokens, and lets owners share. It keeps
 * nothing itself: a document is a room, and who may do what in it is kept there.
 */
import { SyncForge, SyncForgeError } from '@syncforge/server'
import { type Env, type Me, whoIs } from './account.ts'
import { createDocument, findOwned, listDocuments } from './documents.ts'
import { changeSharing, listSharing } from './sharing.ts'

/** Below it everything here is served, on the page's own origin. */
const base = '/examples/converge/api'

/** Of a development server: a real app has its own, in a secret. */
const secretKey = 'sk_dev_syncforge'

const refuse = (status: number, code: string, message: string): Response =>
  Response.json({ error: { code, message } }, { status })

const answer = async (request: Request, env: Env, me: Me): Promise<Response> => {
  const { origin, pathname, searchParams } = new URL(request.url)
  const syncforge = new SyncForge({
    secretKey,
    endpoint: origin,
    fetch: (url, init) => env.SYNCFORGE.fetch(url, init as never) as unknown as Promise<globalThis.Response>,
  })
  const [what, id, ...rest] = pathname
    .slice(base.length + 1)
    .split('/')
    .map(decodeURIComponent)
  const body = request.method === 'GET' ? {} : await request.json<Record<string, unknown>>()
  const doing = `${request.method} ${what}`
  if (doing === 'GET me') return Response.json(me)
  if (doing === 'GET documents' && id === undefined) return Response.json(await listDocuments(syncforge, me))
  if (doing === 'POST documents' && id === undefined) return Response.json(await createDocument(syncforge, me, body))
  if (doing === 'POST token') {
    // No `rooms`: in each the person has what was granted to them there, and an owner everything.
    const { token } = await syncforge.signRoomToken({
      userId: me.id,
      userInfo: { name: me.name },
      email: me.email,
      ttlSeconds: 600,
    })
    return Response.json({ token })
  }
  if (what === 'documents' && id !== undefined) {
    if (!(await findOwned(syncforge, me, id))) return refuse(403, 'FORBIDDEN', 'Only the owner of a document shares it')
    if (request.method === 'GET') return Response.json(await listSharing(syncforge, id))
    const page = `${origin}/examples/converge/?doc=${encodeURIComponent(searchParams.get('doc') ?? id)}`
    return Response.json(await changeSharing(syncforge, { id, page, ...body, what: rest[0] ?? '' }))
  }
  return refuse(404, 'NOT_FOUND', 'There is nothing here')
}

export default {
  async fetch(request, env) {
    // A page of another origin cannot send JSON with this person's cookie without asking first, and nobody answers that.
    const isJson = request.headers.get('content-type')?.startsWith('application/json') ?? false
    if (request.method !== 'GET' && !isJson) return refuse(400, 'VALIDATION_ERROR', 'Send JSON')
    const me = await whoIs(request, env)
    if (!me) return refuse(401, 'UNAUTHORIZED', 'Sign in first')
    try {
      return await answer(request, env, me)
    } catch (error) {
      if (error instanceof SyncForgeError) return refuse(error.status ?? 502, error.code, error.message)
      return refuse(400, 'VALIDATION_ERROR', error instanceof Error ? error.message : 'The request is not valid')
    }
  },
} satisfies ExportedHandler<Env>
