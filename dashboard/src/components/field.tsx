/** Inputs with their label, their hint and what is wrong with them, tied together for whoever hears them. */
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'

interface Described {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  /** The label is heard, not seen. */
  readonly quietLabel?: boolean
}

const useDescription = ({ hint, error }: Pick<Described, 'hint' | 'error'>) => {
  const id = useId()
  const describedBy = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter(Boolean)
    .join(' ')
  return {
    id,
    aria: { 'aria-describedby': describedBy || undefined, 'aria-invalid': error !== undefined || undefined },
  }
}

const Frame = ({ id, label, hint, error, quietLabel, children }: Described & { id: string; children: ReactNode }) => (
  <div className="field-group">
    <label className={quietLabel ? 'visually-hidden' : 'label'} htmlFor={id}>
      {label}
    </label>
    {children}
    {hint !== undefined && (
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {error !== undefined && (
      <p className="field-error" id={`${id}-error`} role="alert">
        {error}
      </p>
    )}
  </div>
)

/** @example <Field label="E-mail" name="email" type="email" autoComplete="email" required /> */
export const Field = ({
  label,
  hint,
  error,
  quietLabel = false,
  ...input
}: Described & InputHTMLAttributes<HTMLInputElement>) => {
  const { id, aria } = useDescription({ hint, error })
  return (
    <Frame {...{ id, label, hint, error, quietLabel }}>
      <input className="field" {...input} id={id} {...aria} />
    </Frame>
  )
}

export const TextField = ({
  label,
  hint,
  error,
  quietLabel = false,
  ...area
}: Described & TextareaHTMLAttributes<HTMLTextAreaElement>) => {
  const { id, aria } = useDescription({ hint, error })
  return (
    <Frame {...{ id, label, hint, error, quietLabel }}>
      <textarea className="field field-area" {...area} id={id} {...aria} />
    </Frame>
  )
}

/** The browser's own list: it is at home on every device. */
export const Choice = ({
  label,
  hint,
  error,
  quietLabel = false,
  options,
  ...select
}: Described &
  SelectHTMLAttributes<HTMLSelectElement> & {
    readonly options: readonly (readonly [value: string, words: string])[]
  }) => {
  const { id, aria } = useDescription({ hint, error })
  return (
    <Frame {...{ id, label, hint, error, quietLabel }}>
      <select className="field" {...select} id={id} {...aria}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Frame>
  )
}

/** @example <Tick label="rooms:read" name="scopes" value="rooms:read" hint="Lists and reads rooms." /> */
export const Tick = ({ label, hint, ...input }: Described & InputHTMLAttributes<HTMLInputElement>) => {
  const { id, aria } = useDescription({ hint, error: undefined })
  return (
    <div className="tick">
      <input type="checkbox" {...input} id={id} {...aria} />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** What a form holds, as text by name. */
export const valuesOf = (form: HTMLFormElement): Readonly<Record<string, string>> => {
  const values: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values[name] = value
  return values
}
