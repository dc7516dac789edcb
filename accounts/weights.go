package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
)

// assumed is how many people the register is taken to have while nothing was learnt: more than it has, so that nothing links too soon.
const assumed = 1_000_000

// freshFor is how long a server weighs by what it read before it looks for something newer.
const freshFor = 10 * time.Minute

// weights is a model as read, with how common values are.
type weights struct {
	model *match.Model
	freq  *match.Frequencies
	until time.Time
}

// held keeps weights between questions.
type heldWeights struct{ at atomic.Pointer[weights] }

// weights are those of the newest model, or those shipped where none was learnt. They are read again when they are old.
func (r *Register) weights(ctx context.Context, tx pgx.Tx) (*weights, error) {
	now := time.Now()
	was := r.weighing.at.Load()
	if was != nil && now.Before(was.until) {
		return was, nil
	}
	var version int
	var learnt []byte
	err := tx.QueryRow(ctx, `select version, model from matching_models order by version desc limit 1`).Scan(&version, &learnt)
	if errors.Is(err, pgx.ErrNoRows) {
		w := &weights{model: match.Shipped(assumed), until: now.Add(freshFor)}
		r.weighing.at.Store(w)
		return w, nil
	}
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	if was != nil && was.model.Version == version {
		w := &weights{was.model, was.freq, now.Add(freshFor)}
		r.weighing.at.Store(w)
		return w, nil
	}
	w := &weights{model: &match.Model{Version: version}, freq: match.NewFrequencies(commonFrom / 2), until: now.Add(freshFor)}
	if err := json.Unmarshal(learnt, w.model); err != nil {
		return nil, fmt.Errorf("weights of model %d: %w", version, err)
	}
	if err := w.readValues(ctx, tx, version); err != nil {
		return nil, fmt.Errorf("weights of model %d: %w", version, err)
	}
	r.weighing.at.Store(w)
	return w, nil
}

func (w *weights) readValues(ctx context.Context, tx pgx.Tx, version int) error {
	rows, err := tx.Query(ctx, `select field, value, people from matching_values where version = @version`, pgx.NamedArgs{"version": version})
	if err != nil {
		return err
	}
	var field, value string
	var people int64
	_, err = pgx.ForEachRow(rows, []any{&field, &value, &people}, func() error {
		w.freq.Put(field, value, float64(people))
		return nil
	})
	return err
}
