/** The way in: an account of this server. */
import { type FormEvent, useState } from 'react'
import { signIn } from '../api.ts'
import { Frame } from '../ui/frame.tsx'

interface SignInProps {
  /** What there is to say to who comes here, empty for nothing. */
  readonly notice: string
  readonly onSignedIn: () => void
}

export const SignIn = ({ notice, onSignedIn }: SignInProps) => {
  const [problem, setProblem] = useState(notice)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setProblem('')
    try {
      await signIn(String(form.get('email')), String(form.get('password')))
      onSignedIn()
    } catch (error) {
      setProblem((error as Error).message)
      setBusy(false)
    }
  }
  return (
    <Frame title="Converge">
      <main className="face">
        <h2>Sign in to your documents</h2>
        <p className="quiet">
          Write together, also without a network; see who wrote what, and go back to any moment. The account is that of
          this server. <a href="/dashboard/sign-up">Make one</a>, its mail is at <a href="/dev/outbox">/dev/outbox</a>.
        </p>
        <form className="stack" onSubmit={submit}>
          <label>
            E-mail
            <input className="field" name="email" type="email" autoComplete="username" required />
          </label>
          <label>
            Password
            <input className="field" name="password" type="password" autoComplete="current-password" required />
          </label>
          <p className="problem" role="status">
            {problem}
          </p>
          <button className="button button-primary" type="submit" disabled={isBusy}>
            Sign in
          </button>
        </form>
      </main>
    </Frame>
  )
}
