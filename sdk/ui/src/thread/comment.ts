/** Owns how one comment looks in a thread, and what its author and everybody else can do with it. */
import type { Comment, CommentBody, Reaction } from '@syncforge/client'
import { html, nothing, type TemplateResult } from 'lit'
import { nameOf, plainText } from '../base/safe.ts'
import { languageOf } from '../base/words.ts'
import { sizeOf } from '../composer/files.ts'
import { face } from '../parts/face.ts'
import { icon } from '../parts/icons.ts'
import { timeOf } from '../parts/times.ts'
import { say } from './words.ts'

export interface Earlier {
  readonly body: CommentBody
  readonly text: string
  readonly at: number
}

/** What a comment knows of the thread that it stands in. */
export interface Setting {
  readonly host: HTMLElement
  readonly body: unknown
  readonly mayComment: boolean
  readonly isMine: boolean
  readonly isEditing: boolean
  readonly isSure: boolean
  readonly earlier: readonly Earlier[] | null
  readonly isMe: (person: Reaction['people'][number]) => boolean
  readonly nameOfPerson: (person: Reaction['people'][number]) => string
  readonly act: (action: Action, comment: Comment, event: Event) => void
}

export type Action =
  | 'edit'
  | 'remove'
  | 'unsure'
  | 'history'
  | 'choose'
  | { readonly react: string; readonly isOn: boolean }
  | { readonly file: string }

const longestNames = 10

const reactions = (comment: Comment, setting: Setting): TemplateResult[] =>
  comment.reactions.map(({ emoji, people }) => {
    const isOn = people.some(setting.isMe)
    const names = people
      .slice(0, longestNames)
      .map((one) => (setting.isMe(one) ? say(setting.host, 'you') : setting.nameOfPerson(one)))
    const list = new Intl.ListFormat(languageOf(setting.host)).format(names)
    const label = say(setting.host, 'reaction', { emoji, count: people.length, names: list })
    return html`<button
      type="button"
      class="reaction"
      part="reaction"
      aria-pressed=${isOn}
      aria-label=${label}
      title=${list}
      ?disabled=${!setting.mayComment}
      @click=${(event: Event) => setting.act({ react: emoji, isOn: !isOn }, comment, event)}
    >${emoji} ${people.length}</button>`
  })

const tools = (comment: Comment, setting: Setting): TemplateResult => {
  const { host, act } = setting
  const button = (word: 'react' | 'edit' | 'remove', name: 'smile' | 'edit' | 'bin', action: Action) =>
    html`<button type="button" class="icon" part="tool" title=${say(host, word)} aria-label=${say(host, word)} @click=${(event: Event) => act(action, comment, event)}>${icon(name)}</button>`
  const remove = setting.isSure
    ? html`<button type="button" class="quiet danger" part="tool" @click=${(event: Event) => act('remove', comment, event)} @blur=${(event: Event) => act('unsure', comment, event)}>${say(host, 'removeSure')}</button>`
    : button('remove', 'bin', 'remove')
  return html`<span class="tools" part="tools" role="group" aria-label=${say(host, 'tools')}>
    ${button('react', 'smile', 'choose')} ${setting.isMine ? html`${button('edit', 'edit', 'edit')} ${remove}` : nothing}
  </span>`
}

const files = ({ attachments, ...comment }: Comment, { host, act }: Setting): TemplateResult =>
  html`<ul class="files" role="list" aria-label=${say(host, 'files')}>${attachments.map(({ id, name, bytes }) => {
    const label = say(host, 'file', { name: plainText(name), size: sizeOf(bytes, languageOf(host)) })
    return html`<li><button type="button" class="button" part="file" @click=${(event: Event) => act({ file: id }, { ...comment, attachments }, event)}>${icon('clip')} <bdi>${label}</bdi></button></li>`
  })}</ul>`

const before = ({ host, earlier }: Setting): TemplateResult =>
  html`<ol class="versions" part="versions" aria-label=${say(host, 'history')}>
    ${earlier?.length === 0 ? html`<li class="note">${say(host, 'historyEmpty')}</li>` : nothing}
    ${earlier?.map(({ text, at }) => html`<li>${timeOf(host, at)}<div class="earlier-body" dir="auto">${text}</div></li>`)}
  </ol>`

export const commentTemplate = (comment: Comment, setting: Setting): TemplateResult => {
  const { host, act } = setting
  const isPending = comment.sequence === Number.MAX_SAFE_INTEGER
  const edited = comment.editedAt
    ? html`<button type="button" class="edited" part="edited" aria-expanded=${setting.earlier !== null} @click=${(event: Event) => act('history', comment, event)}>${say(host, 'edited')}</button>`
    : nothing
  const agent = comment.author.agent ? html`<span class="agent" part="agent">${say(host, 'agent')}</span>` : nothing
  const foot = html`<div class="foot" part="foot">
    ${reactions(comment, setting)}${setting.mayComment && !isPending ? tools(comment, setting) : nothing}
  </div>`
  return html`<li class="comment ${isPending ? 'pending' : ''}" part="comment" data-comment=${comment.id}>
    ${face(comment.author)}
    <div class="head"><bdi class="name" part="name">${nameOf(comment.author as Parameters<typeof nameOf>[0])}</bdi>${agent}${timeOf(host, comment.createdAt)}${edited}</div>
    ${
      setting.isEditing
        ? html`<div class="editing"><slot name="edit"></slot></div>`
        : comment.body === null
          ? html`<div class="body gone" part="body">${say(host, 'deleted')}</div>`
          : html`<div class="body" part="body" dir="auto">${setting.body}</div>${comment.attachments.length > 0 ? files(comment, setting) : nothing}${foot}`
    }
    ${setting.earlier === null ? nothing : before(setting)}
  </li>`
}
