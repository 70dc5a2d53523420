/** A disk of its own for a folder, small enough to be filled by a test. Where disks may not be mounted, `null`. */
import { execFile } from 'node:child_process'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface SmallDisk {
  /** Takes what is left of it. */
  fill(): Promise<void>
  /** Gives back what {@link fill} took. */
  empty(): Promise<void>
  unmount(): Promise<void>
}

/** @example const disk = await mountSmallDisk(folder, 8 * 1024 * 1024) */
export const mountSmallDisk = async (folder: string, bytes: number): Promise<SmallDisk | null> => {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
  } catch {
    return null
  }
  const ballast = join(folder, 'ballast')
  return {
    async fill() {
      const file = await open(ballast, 'a')
      try {
        // A part of the last block is taken as well: the smallest write is the last one that fails.
        for (const size of [65_536, 1_024, 1]) {
          const block = new Uint8Array(size)
          while (
            await file.write(block).then(
              ({ bytesWritten }) => bytesWritten > 0,
              () => false,
            )
          );
        }
      } finally {
        await file.close()
      }
    },
    empty: () => rm(ballast),
    unmount: async () => void (await run('umount', [folder])),
  }
}
