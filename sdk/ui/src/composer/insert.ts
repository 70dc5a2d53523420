/** Owns putting things into an editable field so that undo and redo stay right: by the browser's own editing commands. */

interface Policy {
  createHTML(html: string): unknown
}
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): Policy
}

let policy: Policy | null | undefined

/** `null`: the page forbids us a policy. What goes through it is made from elements with `textContent`, so it holds nobody's markup. */
const ownPolicy = (): Policy | null => {
  if (policy !== undefined) return policy
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  try {
    policy = trustedTypes
      ? trustedTypes.createPolicy('syncforge', { createHTML: (html) => html })
      : { createHTML: (html) => html }
  } catch {
    policy = null
  }
  return policy
}

/** Replaces what is selected by `nodes`: elements that hold nothing but text, in one step that undo takes back. */
export const insertNodes = (...nodes: (Node | string)[]): void => {
  const holder = document.createElement('div')
  holder.append(...nodes)
  try {
    const html = ownPolicy()?.createHTML(holder.innerHTML)
    if (html !== undefined && document.execCommand('insertHTML', false, html as string)) return
  } catch {
    // A page with Trusted Types that does not allow our policy.
  }
  // Undo then forgets what was before it: better than to insert nothing.
  const selection = document.getSelection()
  const range = selection?.getRangeAt(0)
  range?.deleteContents()
  range?.insertNode(holder)
  holder.replaceWith(...holder.childNodes)
  selection?.collapseToEnd()
}

/** Replaces what is selected by `text`, in one step. */
export const insertText = (text: string): void => {
  const lines = text.split('\n')
  // A line break in `insertText` would wrap the next line into a block of its own.
  if (lines.length > 1)
    insertNodes(...lines.flatMap((line, index) => (index > 0 ? [document.createElement('br'), line] : [line])))
  else document.execCommand('insertText', false, text)
}
