// Package signin is how a citizen becomes known at a browser: codes by letter and by text, passkeys, GOV.UK One Login, and what to
// do when all of them are lost. It owns what is presented (credentials), where somebody is signed in (sessions) and how long a new
// phone number or address rests before it opens anything. An account is not its credential: it has none to begin with, may have
// many, and outlives all of them.
package signin

import (
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/relying"
)

// Config is what the gate needs.
type Config struct {
	DB       *pgxpool.Pool
	Jobs     *river.Client[pgx.Tx] // only inserts
	Register *accounts.Register
	Office   *cases.Office   // has the tasks
	Secret   []byte          // keys the throttle and the digests of subjects
	Public   string          // address citizens reach us at: passkeys are bound to its host
	Name     string          // what a passkey is saved under
	OneLogin *OneLoginConfig // nil: GOV.UK One Login is not offered
	Now      func() time.Time
}

// Gate is every way in.
type Gate struct {
	*Sessions
	c        Config
	keys     *relying.Passkeys // nil: they cannot be used at the public address
	oneLogin *oneLogin         // nil where it is not offered
	tries    *attempts.Counter
}

// The errors of this package, beside ErrEnded.
var (
	ErrThrottled = accounts.ErrThrottled
	ErrPasskey   = relying.ErrPasskey
	ErrTaken     = errors.New("this way to sign in belongs to another record")
	ErrNotFound  = errors.New("no such way to sign in")
	ErrNotProven = errors.New("who is on the line has not been proven")
)

// New makes the Gate. The error is a plain sentence about the configuration.
func New(c Config) (*Gate, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	g := &Gate{Sessions: NewSessions(c.DB), c: c, tries: attempts.New(c.DB, c.Secret)}
	var err error
	if g.keys, err = relying.NewPasskeys(relying.PasskeyConfig{Public: c.Public, Name: c.Name, Alone: true, Patience: patience}); err != nil {
		return nil, fmt.Errorf("passkeys: %w", err)
	}
	if c.OneLogin != nil {
		if g.oneLogin, err = newOneLogin(*c.OneLogin, c.Public, c.Now); err != nil {
			return nil, fmt.Errorf("as a relying party of One Login: %w", err)
		}
	}
	return g, nil
}

// patience is how long a browser waits for a passkey: finding a telephone takes some people a while.
const patience = 10 * time.Minute

// Passkeys says whether passkeys can be used at the public address.
func (g *Gate) Passkeys() bool { return g.keys != nil }

// OneLogin says whether GOV.UK One Login is offered.
func (g *Gate) OneLogin() bool { return g.oneLogin != nil }
