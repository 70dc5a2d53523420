// The worker that y-partyserver's README describes: a YServer with its defaults, and partyserver's own router.
import { routePartykitRequest } from 'partyserver'
import { YServer } from 'y-partyserver'

export class Document extends YServer {}

// biome-ignore lint/style/noDefaultExport: workerd serves what a module exports as its default
export default {
  async fetch(request: Request, env: Record<string, unknown>): Promise<Response> {
    return (await routePartykitRequest(request, env)) ?? new Response('not found', { status: 404 })
  },
}
