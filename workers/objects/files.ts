/** The objects' way to the store of files: erases and copies there. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { FileTarget } from '../../durable-objects/room/files/target.ts'
import type { Env } from '../bindings/env.ts'
import { fileStore } from '../bindings/files/store.ts'
import { organizationObject } from '../bindings/organization.ts'

export class Files extends WorkerEntrypoint<Env> implements FileTarget {
  async remove(places: readonly string[]): Promise<void> {
    await fileStore(this.env).remove(places)
  }

  async copy(organizationId: string, from: string, to: string): Promise<boolean> {
    const store = fileStore(this.env)
    const found = await store.get(from)
    if (found === null) return false
    if (!(await organizationObject(this.env, organizationId).keepFile(organizationId, to, found.bytes))) {
      await found.body.cancel()
      return false
    }
    const { readable, writable } = new FixedLengthStream(found.bytes)
    await Promise.all([found.body.pipeTo(writable), store.put(to, readable, found.bytes)])
    return true
  }
}
