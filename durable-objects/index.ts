/** The classes that wrangler.toml binds. */
export { Endpoint } from './endpoint/endpoint.ts'
export { Idempotency } from './idempotency/idempotency.ts'
export { Inbox } from './inbox/inbox.ts'
export { Organization } from './organization/organization.ts'
export { Probe } from './probe/probe.ts'
export { Room } from './room/room.ts'
export { Window } from './window/window.ts'
