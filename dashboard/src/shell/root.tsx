/** What is around every page whoever looks at it: hints, short words, the sign that a page is on its way, and pages for what went wrong. */
import { Tooltip } from '@base-ui/react/tooltip'
import { type ErrorComponentProps, Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useEffect } from 'react'
import { toProblem } from '../api/problem.ts'
import { mayPass, TRY_AGAIN_MS } from '../api/queries.ts'
import { Empty } from '../components/async.tsx'
import { buttonClass } from '../components/button.tsx'
import { ProblemView } from '../components/problem-view.tsx'
import { ToastArea } from '../components/toast.tsx'

export const Root = () => {
  const isLoading = useRouterState({ select: ({ isLoading: loading }) => loading })
  return (
    <Tooltip.Provider delay={350}>
      {isLoading && <div className="progress" aria-hidden />}
      <Outlet />
      <ToastArea />
    </Tooltip.Provider>
  )
}

/** A page that could not be made ready: no answer, or a part of the dashboard that did not load. */
export const PageProblem = ({ error, reset }: ErrorComponentProps) => {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  useEffect(() => {
    if (!mayPass(error)) return
    const timer = setTimeout(() => void router.invalidate(), TRY_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [error, router])
  return (
    <main className="content">
      <div className="page">
        <ProblemView problem={toProblem(error)} onRetry={retry} />
      </div>
    </main>
  )
}

export const NotFound = () => (
  <main className="content">
    <div className="page">
      <Empty
        icon={<Compass aria-hidden />}
        title="There is no such page"
        action={
          <Link className={buttonClass()} to="/sign-in">
            To the first page
          </Link>
        }
      >
        The address is not one of the dashboard’s, or what was here is gone.
      </Empty>
    </div>
  </main>
)
