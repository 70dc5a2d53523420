/** What the tests in workerd run: the room as it is, and a stand-in for the one neighbour that is no object. */
export { Endpoint } from '../endpoint/endpoint.ts'
export { Idempotency } from '../idempotency/idempotency.ts'
export { Organization } from '../organization/organization.ts'
export { Probe } from '../probe/probe.ts'
export { Room } from '../room/room.ts'
export { Window } from '../window/window.ts'
export { Counter } from './counter.ts'
export { Mirror } from './postgres.ts'
