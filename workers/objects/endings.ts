/**
 * Ends here what another server of the same database has ended: that one tells the rooms of its own objects, and nobody else's. `npm start` asks
 * over a socket file of its own; where all objects are of one deployment there is no other server, and nobody asks.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { databaseOf } from '../bindings/database.ts'
import type { Env } from '../bindings/env.ts'
import { organizationObject } from '../bindings/organization.ts'
import { type EndingsOfOrganization, listEndings } from '../db/queries/organizations/endings.ts'
import { describeError, log } from '../log.ts'

export class Endings extends WorkerEntrypoint<Env> {
  /** Takes since when nobody has looked, `null` for never, and answers until when it has. */
  override async fetch(request: Request): Promise<Response> {
    const since = (await request.json()) as number | null
    const { now, organizations } = await listEndings(databaseOf(this.env), since)
    await Promise.all(organizations.map((of) => this.#tell(of)))
    return Response.json(now)
  }

  async #tell({ organizationId, ended, held }: EndingsOfOrganization): Promise<void> {
    try {
      await organizationObject(this.env, organizationId).learnEndings(ended, held)
    } catch (error) {
      // The next looks tell it again, for ten seconds; the others must not wait for this one.
      log('error', { event: 'endings_not_told', organizationId, ...describeError(error) })
    }
  }
}
