/** The three steps of the first run, and which one this is. */
const steps = ['Name it', 'Take your key', 'Meet your first visitor'] as const

export const Steps = ({ at }: { readonly at: number }) => (
  <ol className="steps">
    {steps.map((words, index) => (
      <li
        key={words}
        className="step"
        data-state={index < at ? 'done' : undefined}
        aria-current={index === at ? 'step' : undefined}
      >
        {words}
        {index < at && <span className="visually-hidden"> (done)</span>}
      </li>
    ))}
  </ol>
)
