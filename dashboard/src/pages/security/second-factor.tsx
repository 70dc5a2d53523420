/** The second factor: turned on with a code from an app, with recovery codes for the day when the app is gone. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { accounts, inWords, told } from '../../api/accounts.ts'
import { type Problem, toProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog, FormDialog } from '../../components/dialog.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { say } from '../../components/toast.tsx'
import { sessionQuery } from '../../session/session.ts'
import { Enrol } from './enrol.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

interface SecondFactorProps {
  readonly isOn: boolean
  readonly hasPassword: boolean
}

interface AskPasswordProps {
  readonly title: string
  readonly action: string
  readonly danger?: boolean
  readonly hasPassword: boolean
  readonly busy: boolean
  readonly error: Problem | null
  readonly onClose: () => void
  readonly onPassword: (password: { readonly password?: string }) => void
}

const AskPassword = ({ hasPassword, onPassword, danger, ...dialog }: AskPasswordProps) => (
  <FormDialog
    open
    {...dialog}
    look={danger ? 'danger' : 'primary'}
    onSubmit={(form) => onPassword(hasPassword ? { password: valuesOf(form).password ?? '' } : {})}
  >
    {hasPassword && (
      <Field label="Your password" name="password" type="password" autoComplete="current-password" required />
    )}
  </FormDialog>
)

type Step =
  | { readonly at: 'on' | 'off' | 'new codes' }
  | { readonly at: 'enrol'; readonly totpURI: string; readonly codes: readonly string[] }
  | { readonly at: 'codes'; readonly codes: readonly string[] }

export const SecondFactor = ({ isOn, hasPassword }: SecondFactorProps) => {
  const queries = useQueryClient()
  const [step, setStep] = useState<Step | null>(null)
  const refresh = () => queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
  const act = useMutation({
    mutationFn: async (password: { readonly password?: string }): Promise<Step | null> => {
      if (step?.at === 'off') {
        await told(accounts.twoFactor.disable(password))
        await refresh()
        say('The second step is off')
        return null
      }
      if (step?.at === 'new codes') {
        const { backupCodes } = await told(accounts.twoFactor.generateBackupCodes(password))
        return { at: 'codes', codes: backupCodes }
      }
      const begun = await told(accounts.twoFactor.enable(password))
      if (begun.method !== 'totp') throw new Error('The server asks for a second step that this page does not know.')
      return { at: 'enrol', totpURI: begun.totpURI, codes: begun.backupCodes }
    },
    onSuccess: setStep,
  })
  const close = () => {
    act.reset()
    setStep(null)
  }
  const ask = {
    hasPassword,
    busy: act.isPending,
    error: act.error && inWords(toProblem(act.error)),
    onClose: close,
    onPassword: act.mutate,
  }
  return (
    <Card
      title="Second step"
      lead="When you sign in, a code from an app on your phone is asked for as well."
      actions={
        isOn && (
          <span className="badge badge-good">
            <ShieldCheck aria-hidden />
            on
          </span>
        )
      }
    >
      <div className="form-actions">
        {isOn ? (
          <>
            <Button onClick={() => setStep({ at: 'new codes' })}>New recovery codes</Button>
            <Button onClick={() => setStep({ at: 'off' })}>Turn it off</Button>
          </>
        ) : (
          <Button onClick={() => setStep({ at: 'on' })}>Turn it on</Button>
        )}
      </div>
      {step?.at === 'on' && <AskPassword {...ask} title="Turn on the second step" action="Go on" />}
      {step?.at === 'off' && <AskPassword {...ask} danger title="Turn off the second step?" action="Turn it off" />}
      {step?.at === 'new codes' && <AskPassword {...ask} title="Make new recovery codes" action="Make them" />}
      {step?.at === 'enrol' && (
        <Enrol
          totpURI={step.totpURI}
          onClose={close}
          onDone={async () => {
            await refresh()
            setStep({ at: 'codes', codes: step.codes })
          }}
        />
      )}
      <Dialog open={step?.at === 'codes'} onClose={close} title="Your recovery codes" insistent wide>
        {step?.at === 'codes' && <RecoveryCodes codes={step.codes} onClose={close} />}
      </Dialog>
    </Card>
  )
}
