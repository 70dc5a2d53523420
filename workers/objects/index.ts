/** The worker in which everything lives that has a state of its own: exports the classes that the wrangler files bind, and what those reach Postgres, mail, files and Stripe by. */
import { tellSentry } from '../sentry.ts'

export { Endpoint, Idempotency, Inbox, Organization, Probe, Room, Window } from '../../durable-objects/index.ts'
export { Counts } from './counts.ts'
export { Endings } from './endings.ts'
export { Erasure } from './erasure.ts'
export { Files } from './files.ts'
export { Inboxes } from './inboxes.ts'
export { Ledger } from './ledger.ts'
export { Mirror } from './mirror.ts'
export { Notices } from './notices.ts'
export { Renewal } from './renewal.ts'
export { Webhooks } from './webhooks.ts'

tellSentry('objects')

export default {
  // Reached through the edge's bindings only: it has no address of its own.
  fetch: () => new Response(null, { status: 404 }),
} satisfies ExportedHandler
