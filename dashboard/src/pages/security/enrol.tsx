/** Shows the secret as a picture and as text, and asks for the first code. */
import { useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import { encode } from 'uqr'
import { accounts, inWords, told } from '../../api/accounts.ts'
import { toProblem } from '../../api/problem.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { FormDialog } from '../../components/dialog.tsx'
import { Field, valuesOf } from '../../components/field.tsx'

/** Its modules as one path, black on white in every theme: cameras want it so. */
const QrCode = ({ text }: { readonly text: string }) => {
  const { size, path } = useMemo(() => {
    const { data, size: side } = encode(text, { border: 0 })
    const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    return { size: side, path: squares.join('') }
  }, [text])
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code for your authenticator app"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000000" />
    </svg>
  )
}

interface EnrolProps {
  readonly totpURI: string
  readonly onClose: () => void
  readonly onDone: () => Promise<void>
}

export const Enrol = ({ totpURI, onClose, onDone }: EnrolProps) => {
  const verify = useMutation({
    mutationFn: (code: string) => told(accounts.twoFactor.verifyTotp({ code: code.replaceAll(/\s/g, '') })),
    onSuccess: onDone,
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title="Connect your app"
      description="Scan this with an authenticator app, or type the secret into it. Then type the code that it shows."
      action="Turn it on"
      busy={verify.isPending}
      error={verify.error && inWords(toProblem(verify.error))}
      onSubmit={(form) => verify.mutate(valuesOf(form).code ?? '')}
    >
      <div className="enrol">
        <QrCode text={totpURI} />
        <div className="stack">
          <CodeBlock label="Secret" code={new URL(totpURI).searchParams.get('secret') ?? ''} />
          <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={7} required />
        </div>
      </div>
    </FormDialog>
  )
}
