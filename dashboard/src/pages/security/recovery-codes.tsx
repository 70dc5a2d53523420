/** Recovery codes, shown when they are made and never again. */
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/code-block.tsx'

interface RecoveryCodesProps {
  readonly codes: readonly string[]
  readonly onClose: () => void
}

export const RecoveryCodes = ({ codes, onClose }: RecoveryCodesProps) => (
  <div className="stack">
    <p>
      Each lets you in once when your app is not at hand. Keep them where you keep your passwords: they are shown this
      once.
    </p>
    <ul className="codes" aria-label="Recovery codes">
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ul>
    <div className="dialog-actions">
      <CopyButton text={codes.join('\n')} label="Copy all" />
      <Button look="primary" onClick={onClose}>
        I have them
      </Button>
    </div>
  </div>
)
