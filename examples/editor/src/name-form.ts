// Owns the form in which a person changes their name. Keeps no name itself.
import type { Identity } from './identity.ts'

interface Places {
  readonly form: HTMLFormElement
  readonly field: HTMLInputElement
  /** Takes the new name; answers who the person is now, or nothing when it was refused. */
  readonly onRename: (name: string) => Identity | undefined
  readonly say: (sentence: string) => void
}

/** Shows `identity` in the form, and passes on what is saved there. Call the result when the person has become another otherwise. */
export const bindNameForm = (identity: Identity, { form, field, onRename, say }: Places) => {
  let current = identity
  const show = () => {
    field.value = current.name
  }
  const save = () => {
    const name = field.value.trim()
    if (name === current.name) return
    const renamed = onRename(name)
    if (renamed) {
      current = renamed
      say(`Your name is now ${renamed.name}.`)
    }
    show()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    save()
    form.closest<HTMLElement>('[popover]')?.hidePopover()
  })
  field.addEventListener('change', save)
  show()
  return (identity: Identity): void => {
    const untouched = field.value === current.name
    current = identity
    if (untouched) show()
  }
}
