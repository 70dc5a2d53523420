// A contract that is registered without an implementation does not compile, nor an implementation of another contract.
import type { Contracts, FeatureName } from '@syncforge/protocol'
import { features } from '../../../durable-objects/features/index.ts'
import type { FeatureDefinition } from '../../../durable-objects/room/feature.ts'

type Registry = { readonly [F in FeatureName]: FeatureDefinition<Contracts[F]> }

export const complete: Registry = features

const { broadcast: _broadcast, ...withoutBroadcast } = features
// @ts-expect-error broadcast is not implemented
export const incomplete: Registry = withoutBroadcast

// @ts-expect-error presence does not implement broadcast
export const mixedUp: Registry = { ...features, broadcast: features.presence }
