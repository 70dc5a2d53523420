/** The probe: an object that writes something and tells whether it could, because a disk that is full still lets everybody read. Holds nothing of anybody. */
import { DurableObject } from 'cloudflare:workers'

/** About what a room's first rows take. */
const writtenBytes = 128 * 1024

export class Probe extends DurableObject {
  /** Resolves when a row is on the disk; rejects when that cannot be. */
  async write(): Promise<void> {
    const { storage } = this.ctx
    await storage.put('written', new Uint8Array(writtenBytes))
    await storage.sync()
    // Whatever room it took is given back: the next row has to find its own again, and does not take the place of this one.
    await storage.deleteAll()
  }
}
