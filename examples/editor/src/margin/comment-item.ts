// Owns how one comment looks, and what its author and everybody else can do with it.
import type { Comment, CommentBody } from '@syncforge/client'
import { paint } from '../color.ts'
import { initials } from '../people.ts'
import { drawBody, isTypable, type LookOf, mentionsOf } from './body.ts'
import { type Attachment, sizeOf } from './carried-files.ts'
import type { Company } from './company.ts'
import { createComposer } from './composer.ts'
import { make, makeButton, setText } from './dom.ts'
import { makeTime } from './times.ts'

export interface CommentCompany extends Company {
  readonly lookOf: (someone: Parameters<LookOf>[0]) => {
    readonly name: string
    readonly color: string
    readonly isSelf: boolean
  }
  readonly mayComment: () => boolean
  readonly mayModerate: () => boolean
  /** Where a file of a comment can be read for some minutes; `null`: it is not there. */
  readonly urlOf: (commentId: string, attachmentId: string) => Promise<string | null>
}

export interface CommentActs {
  edit(body: CommentBody): Promise<unknown>
  remove(): void
  react(emoji: string, isOn: boolean): void
}

const EMOJI = ['👍', '❤️', '🎉', '😄', '🤔', '👀'] as const
const EMOJI_NAMES: Readonly<Record<string, string>> = {
  '👍': 'Thumbs up',
  '❤️': 'Heart',
  '🎉': 'Party',
  '😄': 'Smile',
  '🤔': 'Thinking',
  '👀': 'Eyes',
}

const names = new Intl.ListFormat('en')

export const createCommentItem = (company: CommentCompany, acts: CommentActs) => {
  const item = make('li', 'comment')
  const avatar = make('span', 'avatar')
  avatar.setAttribute('aria-hidden', 'true')
  const head = make('div', 'comment-head')
  const name = make('span', 'comment-name')
  const agent = make('span', 'comment-agent', 'agent')
  const when = make('span', 'comment-when')
  head.append(avatar, name, agent, when)
  const body = make('div', 'comment-body')
  body.dir = 'auto'
  const reactions = make('div', 'reactions')
  const tools = make('div', 'comment-tools')
  const choices = make('div', 'reactions reaction-choices')
  choices.setAttribute('role', 'group')
  choices.setAttribute('aria-label', 'Reactions to choose from')
  choices.hidden = true
  const files = make('ul', 'files')
  files.setAttribute('aria-label', 'Files')
  item.append(head, body, files, reactions, tools, choices)
  let shown: Comment | undefined
  let editing: ReturnType<typeof createComposer> | undefined

  const isMine = (emoji: string) =>
    shown?.reactions.find((each) => each.emoji === emoji)?.people.some((one) => company.lookOf(one).isSelf) ?? false
  const react = makeButton('text-button', 'React', () => {
    choices.hidden = !choices.hidden
    react.setAttribute('aria-expanded', String(!choices.hidden))
  })
  react.setAttribute('aria-expanded', 'false')
  for (const emoji of EMOJI) {
    const choice = makeButton('reaction', emoji, () => {
      acts.react(emoji, !isMine(emoji))
      choices.hidden = true
      react.setAttribute('aria-expanded', 'false')
      react.focus()
    })
    choice.setAttribute('aria-label', EMOJI_NAMES[emoji] ?? emoji)
    choices.append(choice)
  }

  const endEditing = () => {
    editing?.element.remove()
    editing = undefined
    body.hidden = false
    tools.hidden = false
    edit.focus()
  }
  const edit = makeButton('text-button', 'Edit', () => {
    const text = shown?.text ?? ''
    editing = createComposer({
      ...company,
      // As they were called when it was written.
      mentionable: () => [...mentionsOf(shown?.body ?? ''), ...company.mentionable()],
      // It keeps the files that it has.
      attach: undefined,
      label: 'Edit the comment',
      submit: 'Save',
      draft: { get: async () => text, set: async () => {} },
      async send(next) {
        await acts.edit(next)
        endEditing()
      },
      onCancel: endEditing,
    })
    body.hidden = true
    tools.hidden = true
    body.after(editing.element)
    editing.focus()
  })
  // A second press: what is deleted is gone for good.
  const remove = makeButton('text-button', 'Delete', () => {
    if (remove.dataset.sure === undefined) {
      remove.dataset.sure = ''
      remove.textContent = 'Delete for good?'
    } else acts.remove()
  })
  remove.addEventListener('blur', () => {
    delete remove.dataset.sure
    remove.textContent = 'Delete'
  })
  tools.append(react, edit, remove)

  const read = async (commentId: string, { id, name }: Attachment) => {
    const url = await company.urlOf(commentId, id).catch(() => null)
    if (url === null) return company.say(`${name} is not there yet. Try again in a moment.`)
    const link = make('a')
    // The server says itself that it is to be kept and never shown.
    link.href = url
    link.download = name
    link.click()
  }
  const drawFiles = ({ id, attachments }: Comment) => {
    files.hidden = attachments.length === 0
    if (files.childElementCount === attachments.length) return
    files.replaceChildren(
      ...attachments.map((attachment) => {
        const row = make('li', 'file')
        const size = sizeOf(attachment.bytes)
        const button = makeButton('text-button file-name', attachment.name, () => void read(id, attachment))
        button.setAttribute('aria-label', `Download ${attachment.name}, ${size}`)
        row.append(button, make('span', 'file-size', size))
        return row
      }),
    )
  }

  const drawReactions = (comment: Comment) => {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.emoji
    const hadFocus = reactions.contains(document.activeElement)
    reactions.replaceChildren(
      ...comment.reactions.map(({ emoji, people }) => {
        const button = makeButton('reaction', `${emoji} ${people.length}`, () => acts.react(emoji, !isMine(emoji)))
        const who = people.map((one) => (company.lookOf(one).isSelf ? 'you' : company.lookOf(one).name))
        button.dataset.emoji = emoji
        button.disabled = !company.mayComment()
        button.setAttribute('aria-pressed', String(isMine(emoji)))
        button.title = names.format(who)
        button.setAttribute(
          'aria-label',
          `${emoji} ${people.length}, ${EMOJI_NAMES[emoji] ?? 'reaction'}: ${names.format(who)}`,
        )
        return button
      }),
    )
    if (!hadFocus) return
    const again = [...reactions.querySelectorAll('button')].find((button) => button.dataset.emoji === focused)
    ;(again ?? react).focus()
  }

  return {
    element: item,
    update(comment: Comment) {
      shown = comment
      const look = company.lookOf({ ...comment.author, name: comment.author.userInfo.name })
      paint(avatar, look.color)
      setText(avatar, initials(look.name))
      setText(name, look.name)
      agent.hidden = comment.author.agent !== true
      when.replaceChildren(makeTime(comment.createdAt), ...(comment.editedAt ? [' · edited'] : []))
      const { body: said } = comment
      if (said === null) body.replaceChildren(make('p', 'comment-gone', 'This comment was deleted.'))
      else body.replaceChildren(...drawBody(said, company.lookOf))
      drawFiles(comment)
      drawReactions(comment)
      const isOwn = look.isSelf || company.mayModerate()
      tools.hidden = said === null || editing !== undefined || !company.mayComment()
      // What a field of text cannot hold would be lost by an edit here.
      edit.hidden = !isOwn || !isTypable(said ?? '')
      remove.hidden = !isOwn
    },
  }
}
