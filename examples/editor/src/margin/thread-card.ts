// Owns how one thread stands in the margin: its words, its comments, answering, and being done with it.
import type { Comment, CommentBody, Comments, CommentThread } from '@syncforge/client'
import { oneLine } from '../one-line.ts'
import { type CommentCompany, createCommentItem } from './comment-item.ts'
import { createComposer } from './composer.ts'
import { arrange, make, makeButton, makeIconButton, setText } from './dom.ts'

const CHECK = 'M4.5 10.5 8.5 14.5 15.5 6'
const BACK = 'M4 9.5h8.5a3.5 3.5 0 0 1 0 7H9M4 9.5 7.5 6M4 9.5 7.5 13'

export interface CardActs {
  /** Somebody wants to see it: by a press anywhere on it, or into its words. */
  onPick(wantsText: boolean): void
  /** Attaches it to what is selected in the text. */
  onAttach(): void
  /** Does it, and says on the page what was refused. */
  attempt(work: () => Promise<unknown>): void
}

/** Words as they are quoted in the margin: on one line, cut where they are long. */
export const quoteOf = (words: string): string => {
  const line = oneLine(words, 121)
  return `“${line.length > 120 ? `${line.slice(0, 119)}…` : line}”`
}

const placeOf = ({ anchor, anchorId }: CommentThread): { readonly words: string; readonly note: string } => {
  if (anchor && 'quote' in anchor) {
    const note = {
      anchored: '',
      changed: 'These words have changed since.',
      orphaned: 'These words are gone from the text.',
    }
    return { words: quoteOf(anchor.quote), note: note[anchor.state] }
  }
  return {
    words: anchorId === null && anchor === null ? 'The whole document' : 'Somewhere else in this room',
    note: '',
  }
}

export const createThreadCard = (threadId: string, comments: Comments, company: CommentCompany, acts: CardActs) => {
  const card = make('li', 'thread')
  card.dataset.thread = threadId
  const head = make('div', 'thread-head')
  const quote = makeButton('thread-quote', '', () => acts.onPick(true))
  quote.dir = 'auto'
  const unread = make('span', 'thread-unread')
  const done = makeIconButton('Resolve', CHECK, () => {
    const isOpen = shown?.resolved === null
    if (isOpen) company.say('Thread resolved.')
    acts.attempt(() => (isOpen ? comments.resolve(threadId) : comments.reopen(threadId)))
  })
  head.append(quote, unread, done)
  const note = make('p', 'thread-note')
  const attach = makeButton('button thread-attach', 'Attach to the selected words', () => acts.onAttach())
  const earlier = makeButton('text-button', 'Earlier comments', () => load())
  const list = make('ol', 'comments')
  card.append(head, note, attach, earlier, list)
  const items = new Map<string, ReturnType<typeof createCommentItem>>()
  let shown: CommentThread | undefined
  let reply: ReturnType<typeof createComposer> | undefined
  let isActive = false
  let isLoading = false
  let isVisible = false
  /** What was said before this window heard of the thread was asked for. */
  let hasAsked = false

  const load = () => {
    if (isLoading) return
    isLoading = true
    hasAsked = true
    acts.attempt(async () => {
      try {
        await comments.load(threadId)
      } finally {
        isLoading = false
      }
    })
  }
  const here = () => shown?.comments.filter(({ deletedAt }) => deletedAt === null).length ?? 0
  const loadIfSeen = () => {
    if (isVisible && !hasAsked && shown && !shown.isPending && here() < shown.count) load()
  }
  const itemOf = (comment: Comment) => {
    const { id } = comment
    const item =
      items.get(id) ??
      createCommentItem(company, {
        edit: (body: CommentBody) => comments.edit(id, { body }),
        remove: () => acts.attempt(() => comments.remove(id)),
        react: (emoji, isOn) => acts.attempt(() => comments.react(id, emoji, isOn)),
      })
    items.set(id, item)
    item.update(comment)
    return item.element
  }
  const showReply = () => {
    const wanted = isActive && company.mayComment() && shown?.resolved === null && !shown.isPending
    if (wanted && !reply) {
      reply = createComposer({
        ...company,
        label: 'Reply',
        submit: 'Reply',
        draft: { get: () => comments.getDraft(threadId), set: (text) => comments.setDraft(threadId, text) },
        send: (body, attachments) => comments.reply(threadId, { body, attachments }),
        onCancel: () => quote.focus(),
      })
      card.append(reply.element)
    }
    if (reply) reply.element.hidden = !wanted
  }

  card.addEventListener('click', ({ target }) => {
    if (target instanceof Element && !target.closest('button, a, textarea')) acts.onPick(false)
  })
  card.addEventListener('focusin', () => isActive || acts.onPick(false))

  return {
    element: card,
    /** What was said is loaded once somebody sees the card. */
    setVisible(visible: boolean) {
      isVisible = visible
      loadIfSeen()
    },
    focus: () => quote.focus(),
    setActive(active: boolean) {
      isActive = active
      card.classList.toggle('thread-active', active)
      quote.setAttribute('aria-current', String(active))
      showReply()
    },
    update(thread: CommentThread) {
      shown = thread
      const { words, note: sentence } = placeOf(thread)
      setText(quote, words)
      const isOrphaned = thread.anchor !== null && 'state' in thread.anchor && thread.anchor.state === 'orphaned'
      quote.classList.toggle('thread-orphaned', isOrphaned)
      const isMine = company.lookOf(thread.author).isSelf || company.mayModerate()
      attach.hidden = !isOrphaned || !isMine || !company.mayComment()
      const by =
        thread.resolved && company.lookOf({ ...thread.resolved.by, name: thread.resolved.by.userInfo.name }).name
      const all = [sentence, by === null ? '' : `Resolved by ${by}.`].filter(Boolean).join(' ')
      setText(note, all)
      note.hidden = all === ''
      setText(unread, thread.unread > 0 ? `${thread.unread} new` : '')
      unread.hidden = thread.unread === 0
      done.hidden = !company.mayComment() || thread.isPending
      const label = thread.resolved ? 'Reopen' : 'Resolve'
      done.setAttribute('aria-label', label)
      done.title = label
      done.querySelector('path')?.setAttribute('d', thread.resolved ? BACK : CHECK)
      card.classList.toggle('thread-pending', thread.isPending)
      earlier.hidden = here() === 0 || here() >= thread.count
      // Until they are loaded, the beginning of the first one.
      if (thread.comments.length === 0) list.replaceChildren(make('li', 'comment-body', thread.text))
      else arrange(list, thread.comments.map(itemOf))
      for (const id of items.keys()) if (!thread.comments.some((comment) => comment.id === id)) items.delete(id)
      showReply()
      loadIfSeen()
    },
  }
}

export type ThreadCard = ReturnType<typeof createThreadCard>
