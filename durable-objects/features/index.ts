/** The registry of features. A contract without an implementation does not compile. */
import type { Contracts, FeatureName } from '@syncforge/protocol'
import type { FeatureDefinition } from '../room/feature.ts'
import { activity } from './activity/index.ts'
import { broadcast } from './broadcast/index.ts'
import { chat } from './chat/index.ts'
import { checklists } from './checklists/index.ts'
import { comments } from './comments/index.ts'
import { cursors } from './cursors/index.ts'
import { documents } from './documents/index.ts'
import { feeds } from './feeds/index.ts'
import { follow } from './follow/index.ts'
import { info } from './info/index.ts'
import { locks } from './locks/index.ts'
import { moderation } from './moderation/index.ts'
import { people } from './people/index.ts'
import { presence } from './presence/index.ts'
import { records } from './records/index.ts'
import { schedules } from './schedules/index.ts'

export const features = {
  presence,
  cursors,
  documents,
  broadcast,
  info,
  moderation,
  locks,
  comments,
  activity,
  chat,
  records,
  schedules,
  feeds,
  checklists,
  follow,
  people,
} as const satisfies {
  readonly [F in FeatureName]: FeatureDefinition<Contracts[F]>
}
