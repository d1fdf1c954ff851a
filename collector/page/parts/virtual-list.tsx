// A list of any length: only the rows in sight exist.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface VirtualListProps<T> {
  id: string;
  label: string;
  items: readonly T[];
  rowHeight: number;
  keyOf(item: T): string;
  row(item: T): ComponentChildren;
  rowClass?(item: T): string;
  /** The key of the active row. */
  active: string | undefined;
  onActive(item: T): void;
  /** Enter, or a click. */
  onOpen?(item: T): void;
  onKey?(event: KeyboardEvent, item: T | undefined): boolean;
  /** Stays at the end while the end is in sight. */
  follow?: boolean;
  empty: ComponentChildren;
}

/** Rows beyond either edge: what a fling of the wheel passes before the next frame. */
const BEYOND = 12;

export function VirtualList<T>(props: VirtualListProps<T>): JSX.Element {
  const { id, label, items, rowHeight, keyOf, active } = props;
  const box = useRef<HTMLDivElement>(null);
  const [{ first, visible }, setWindow] = useState({ first: 0, visible: 40 });
  const atEnd = useRef(true);

  const measure = (): void => {
    // The observer may call once more when the list is gone.
    if (!box.current) return;
    const { scrollTop, clientHeight, scrollHeight } = box.current;
    atEnd.current = scrollTop + clientHeight >= scrollHeight - rowHeight;
    const [nextFirst, nextVisible] = [
      Math.max(0, Math.floor(scrollTop / rowHeight) - BEYOND),
      Math.ceil(clientHeight / rowHeight) + 2 * BEYOND,
    ];
    setWindow((current) =>
      current.first === nextFirst && current.visible === nextVisible
        ? current
        : { first: nextFirst, visible: nextVisible },
    );
  };
  const reveal = (index: number): void => {
    const { scrollTop, clientHeight } = box.current!;
    if (index * rowHeight < scrollTop) box.current!.scrollTop = index * rowHeight;
    else if ((index + 1) * rowHeight > scrollTop + clientHeight)
      box.current!.scrollTop = (index + 1) * rowHeight - clientHeight;
  };
  // What the observer needs of the last rendering.
  const indexOfActive = useRef((): number => -1);
  indexOfActive.current = () => (active === undefined ? -1 : items.findIndex((item) => keyOf(item) === active));
  useEffect(() => {
    let height = box.current!.clientHeight;
    const observer = new ResizeObserver(() => {
      if (!box.current) return;
      const [index, end] = [indexOfActive.current(), box.current.scrollTop + height];
      height = box.current.clientHeight;
      // The panel that opens for a row must not cover it.
      if (index >= 0 && index * rowHeight >= box.current.scrollTop && index * rowHeight < end) reveal(index);
      measure();
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [rowHeight]);
  useLayoutEffect(() => {
    if (props.follow && atEnd.current) box.current!.scrollTop = items.length * rowHeight;
    measure();
  }, [items.length, items.at(-1), props.follow]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const index = items.findIndex((item) => keyOf(item) === active);
    if (props.onKey?.(event, items[index])) return event.preventDefault();
    const page = Math.max(1, Math.floor(box.current!.clientHeight / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      j: index + 1,
      ArrowUp: index - 1,
      k: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: items.length - 1,
    };
    if (event.key === 'Enter' && items[index] !== undefined) props.onOpen?.(items[index]);
    else if (event.key in steps && items.length > 0) {
      const next = Math.min(items.length - 1, Math.max(0, steps[event.key]!));
      reveal(next);
      props.onActive(items[next]!);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = items.slice(first, first + visible);
  return (
    <div
      class="virtual"
      id={id}
      ref={box}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      onScroll={measure}
      onKeyDown={onKeyDown}
      aria-activedescendant={shown.some((item) => keyOf(item) === active) ? `${id}-${active}` : undefined}
    >
      {items.length === 0 && (
        <div class="empty" role="option" aria-selected="false" aria-disabled="true">
          {props.empty}
        </div>
      )}
      <div class="virtual-space" role="presentation" style={{ height: `${items.length * rowHeight}px` }}>
        {shown.map((item, at) => (
          // A row that leaves at one edge comes in at the other: made anew, it would cost most of what a turn of the
          // wheel may.
          <div
            key={(first + at) % visible}
            id={`${id}-${keyOf(item)}`}
            role="option"
            class={`row ${props.rowClass?.(item) ?? ''}`}
            aria-selected={keyOf(item) === active}
            aria-posinset={first + at + 1}
            aria-setsize={items.length}
            style={{ transform: `translateY(${(first + at) * rowHeight}px)`, height: `${rowHeight}px` }}
            onClick={() => {
              props.onActive(item);
              props.onOpen?.(item);
            }}
          >
            {props.row(item)}
          </div>
        ))}
      </div>
    </div>
  );
}
