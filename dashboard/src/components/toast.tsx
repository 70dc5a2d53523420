/** Short words about what has just been done, for eyes and ears; they go by themselves. */
import { Toast } from '@base-ui/react/toast'
import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { toProblem } from '../api/problem.ts'

export const toasts = Toast.createToastManager()

/** @example say('The room is deleted') */
export const say = (title: string): void => void toasts.add({ title, type: 'done', timeout: 4_000 })

/** For what fails outside of a form. */
export const sayProblem = (error: unknown): void => {
  const { message, requestId } = toProblem(error)
  toasts.add({
    title: message,
    ...(requestId === null ? {} : { description: `request ${requestId}` }),
    type: 'problem',
    priority: 'high',
    timeout: 10_000,
  })
}

const Toasts = () =>
  Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" data-type={toast.type}>
      {toast.type === 'problem' ? <TriangleAlert aria-hidden /> : <CircleCheck aria-hidden />}
      <div>
        <Toast.Title className="toast-title" />
        <Toast.Description className="trace" />
      </div>
      <Toast.Close className="icon-button" aria-label="Dismiss">
        <X aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ))

export const ToastArea = () => (
  <Toast.Provider toastManager={toasts}>
    <Toast.Portal>
      <Toast.Viewport className="toasts">
        <Toasts />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)
