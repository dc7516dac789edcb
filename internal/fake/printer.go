package fake

import (
	"context"
	"slices"
	"sync"

	"github.com/samedoor/samedoor/letters"
)

// Printer is a letters.Printer that remembers what it was given, and fails when told to.
type Printer struct {
	mu      sync.Mutex
	batches []letters.Batch
	before  []error // of the next calls: refused, nothing printed
	after   []error // of the next calls: printed, but the caller is told it failed
}

// Print takes a batch; one whose number it has is not printed again.
func (p *Printer) Print(_ context.Context, b letters.Batch) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.before) > 0 {
		err := p.before[0]
		p.before = p.before[1:]
		return err
	}
	if !slices.ContainsFunc(p.batches, func(had letters.Batch) bool { return had.Number == b.Number }) {
		p.batches = append(p.batches, b)
	}
	if len(p.after) > 0 {
		err := p.after[0]
		p.after = p.after[1:]
		return err
	}
	return nil
}

// Refuse makes the next call fail with nothing printed.
func (p *Printer) Refuse(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.before = append(p.before, err)
}

// LoseAnswer makes the next call print and then fail, as when the connection breaks before the answer.
func (p *Printer) LoseAnswer(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.after = append(p.after, err)
}

// Batches are those printed, in order.
func (p *Printer) Batches() []letters.Batch {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.batches)
}
