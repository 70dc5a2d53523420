/** Owns the way to a room's past: the code for it comes with the first call. */
import { withCallsOnDemand } from '../../on-demand.ts'
import type { OpenFeature } from '../feature.ts'
import type { PartsContext } from '../parts/load.ts'
import type { History, Versions } from './versions.ts'

export interface WithVersions {
  /** @example const [newest] = await room.versions.list() */
  readonly versions: Versions
  /** @example const runs = await room.history.blame() */
  readonly history: History
}

export const openVersions = ({ part }: PartsContext): OpenFeature<WithVersions> => {
  const use = part('versions')
  return {
    room: {
      versions: withCallsOnDemand<Versions>(async () => (await use()).versions),
      history: withCallsOnDemand<History>(async () => (await use()).history),
    },
  }
}
