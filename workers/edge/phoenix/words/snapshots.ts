/** Follows what a line hears, so that a topic that is joined late is told what there is now. */
import type { Contract } from '@syncforge/protocol/contract'
import { contracts, type Snapshots } from '@syncforge/protocol/index'

/** Each is changed by what is heard as its contract says. Who is here and where they point, which changes all the time, the words keep. */
export const followSnapshots = (told: Snapshots) => {
  const isFollowed = ({ name }: Contract) => name in told && name !== 'presence' && name !== 'cursors'
  // An inbox has none of them.
  const followed = Object.values<Contract>(contracts).filter(isFollowed)
  let current: Readonly<Record<string, unknown>> = told
  return {
    current: () => current as unknown as Snapshots,
    hear(type: string, body: unknown) {
      const heard = { kind: 'event', type, body } as const
      for (const contract of followed) {
        const before = current[contract.name]
        const after = contract.fold?.(before, heard) ?? before
        if (after !== before) current = { ...current, [contract.name]: after }
      }
    },
  }
}
