/** Owns how a file is shown that goes with a comment: on its way, arrived, or refused and why. */
import { html } from 'lit'
import type { RoomElement } from '../base/element.ts'
import { plainText } from '../base/safe.ts'
import { languageOf } from '../base/words.ts'
import { failureOf } from '../parts/failures.ts'
import { icon } from '../parts/icons.ts'
import { type Carried, sizeOf } from './files.ts'
import { say } from './words.ts'

export const fileRow = (host: RoomElement, file: Carried, remove: () => void) => {
  const name = plainText(file.name)
  const size = sizeOf(file.bytes, languageOf(host))
  const refused = file.failure ? failureOf(file.failure) : null
  const words = refused
    ? say(host, 'refusedFile', { name, reason: say(host, refused.word, { reason: refused.reason }) })
    : say(host, file.attachment ? 'sent' : 'sending', { name, size })
  return html`<li class=${refused ? 'danger' : file.attachment ? '' : 'sending'} part="file">
      <bdi>${words}</bdi>
      <button type="button" class="icon" aria-label=${say(host, 'leaveOut', { name })} @click=${remove}>${icon('close')}</button>
    </li>`
}
