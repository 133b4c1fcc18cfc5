package queue

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// hand holds the deliveries that a run has claimed, and runs their handlers. Its goroutines end when nothing waits.
type hand struct {
	base  context.Context // of handlers: the caller's values without its end
	most  int             // handlers at once
	batch int             // finished deliveries worth waking the run for

	wake chan struct{} // holds a token when the run should look

	mu       sync.Mutex
	waiting  []*job
	running  map[*job]bool
	finished []*job
	since    time.Time // when the first of finished had finished
	drained  time.Time // when the last that waited was begun
}

func newHand(ctx context.Context, c Config) *hand {
	return &hand{base: context.WithoutCancel(ctx), most: c.Concurrency, batch: c.Batch, wake: make(chan struct{}, 1), running: map[*job]bool{}}
}

// add gives claimed deliveries to handlers.
func (h *hand) add(jobs []*job) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting = append(h.waiting, jobs...)
	h.spawn()
}

// spawn begins waiting deliveries, each in a goroutine that goes on with the next.
func (h *hand) spawn() {
	for len(h.running) < h.most {
		j := h.begin()
		if j == nil {
			return
		}
		go h.work(j)
	}
}

// begin takes the first that waits and marks it as running. One whose lease has run out is not begun.
func (h *hand) begin() *job {
	for len(h.waiting) > 0 {
		j, now := h.waiting[0], time.Now()
		h.waiting[0] = nil
		if h.waiting = h.waiting[1:]; len(h.waiting) == 0 {
			h.waiting, h.drained = nil, now
		}
		if !now.Before(j.until) {
			h.file(j, outcome{kind: released})
			continue
		}
		h.running[j] = true
		j.state, j.started = running, now
		j.ctx, j.cancel = context.WithCancelCause(h.base)
		return j
	}
	return nil
}

func (h *hand) work(j *job) {
	for j != nil {
		j = h.handle(j)
	}
}

// handle runs one handler, whatever it does, and returns the next delivery for this goroutine.
func (h *hand) handle(j *job) (next *job) {
	defer j.cancel(nil)
	returned := false
	defer func() {
		if returned {
			return
		}
		stack := string(debug.Stack())
		err := errors.New("the handler ended its goroutine")
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			next = h.finish(j, outcome{kind: failed, err: err, stack: stack})
			return
		}
		if next := h.finish(j, outcome{kind: failed, err: err, stack: stack}); next != nil {
			go h.work(next) // this goroutine goes on ending
		}
	}()
	err := j.sub.call(j.ctx, j)
	returned = true
	o := outcomeOf(err, "", j.now())
	if o.kind == failed && errors.Is(context.Cause(j.ctx), ErrStopped) {
		o = outcome{kind: released} // it was interrupted
	}
	return h.finish(j, o)
}

// finish files the outcome of a delivery and begins the next, if any. An abandoned delivery's outcome is not wanted any more, and
// its place is taken.
func (h *hand) finish(j *job, o outcome) *job {
	h.mu.Lock()
	defer h.mu.Unlock()
	if j.state == abandoned {
		return nil
	}
	h.file(j, o)
	return h.begin()
}

func (h *hand) file(j *job, o outcome) {
	delete(h.running, j)
	j.state, j.result = finished, o
	h.finished = append(h.finished, j)
	if len(h.finished) == 1 {
		h.since = time.Now()
	}
	if n := len(h.finished); n == 1 || n >= h.batch || len(h.running) == 0 || len(h.waiting) == 0 {
		h.signal()
	}
}

func (h *hand) signal() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}
