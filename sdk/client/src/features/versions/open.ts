/** Owns the way to a room's past: the code for it comes with the first call. */
import { defaultDocument } from '@syncforge/protocol/ids'
import { callsOnDemand, onDemand } from '../../on-demand.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { History, Versions } from './versions.ts'

export interface WithVersions {
  /** @example const [newest] = await room.versions.list() */
  readonly versions: Versions
  /** @example const runs = await room.history.blame() */
  readonly history: History
}

export const openVersions = ({ link }: FeatureContext): OpenFeature<WithVersions> => {
  const use = onDemand(async () => (await import('./versions.ts')).createVersions(link, defaultDocument))
  return {
    room: {
      versions: callsOnDemand(
        async () => (await use()).versions,
        'list',
        'create',
        'get',
        'compare',
        'restore',
        'remove',
      ),
      history: callsOnDemand(async () => (await use()).history, 'log', 'blame', 'replay'),
    },
  }
}
