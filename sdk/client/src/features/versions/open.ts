/** Owns the way to a room's past: the code for it comes with the first call. */
import { defaultDocument } from '@syncforge/protocol/names'
import { onDemand, withCallsOnDemand } from '../../on-demand.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { History, Versions } from './versions.ts'

export interface WithVersions {
  /** @example const [newest] = await room.versions.list() */
  readonly versions: Versions
  /** @example const runs = await room.history.blame() */
  readonly history: History
}

export const openVersions = ({ link }: FeatureContext): OpenFeature<WithVersions> => {
  const use = onDemand(async () => (await parts()).versions(link, defaultDocument))
  return {
    room: {
      versions: withCallsOnDemand<Versions>(async () => (await use()).versions, {}),
      history: withCallsOnDemand<History>(async () => (await use()).history, {}),
    },
  }
}
