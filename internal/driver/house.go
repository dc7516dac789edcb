package driver

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Secret is SAMEDOOR_SECRET of every program driven here.
const Secret = "not a secret: only ever driven on this machine"

// House is the packages over the same database, with the same keys, as the program has: for what is put into the database
// beforehand and counted in it afterwards.
type House struct {
	DB       *pgxpool.Pool
	Register *accounts.Register
	Staff    *staff.Office
	Office   *cases.Office
	Post     *letters.Room
	Service  *services.Service
	Agency   staff.Agency
	Members  []staff.Member // of Agency, an agent, a caseworker and a leader; made by Found
}

// Enter opens the packages over a migrated database.
func Enter(ctx context.Context, dsn, public, prints string, connections int32) (*House, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = connections
	db, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	jobs, err := river.NewClient(riverpgxv5.New(db), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	press, err := sheet.New()
	if err != nil {
		return nil, err
	}
	library := services.NewLibrary(db)
	service, ok := library.Current("blue-badge")
	if !ok {
		return nil, fmt.Errorf("there is no service blue-badge")
	}
	if err := services.Publish(ctx, db, service); err != nil {
		return nil, err
	}
	h := &House{DB: db, Register: accounts.New(db, key("accounts")), Staff: staff.New(db, key("staff")), Service: service}
	h.Register.Cleared = staff.ClearedTx
	h.Post = letters.New(letters.Config{DB: db, Jobs: jobs, Press: press, Printer: letters.Folder{Dir: prints}, Codes: h.Register.CodeText,
		Public: public, Workday: func(d time.Time) time.Time { return cases.AddWorkingDays("england-and-wales", d, 1) }})
	h.Office = cases.New(cases.Config{DB: db, Jobs: jobs, Library: library, Register: h.Register, Post: h.Post, Public: public})
	h.Register.BornOf = h.Office.BornOf
	return h, nil
}

// key is the program's key for a purpose: what Config.Key of cmd/samedoor makes of Secret.
func key(purpose string) []byte {
	k, err := hkdf.Key(sha256.New, []byte(Secret), nil, "samedoor "+purpose, 32)
	if err != nil {
		panic(err) // only for more than 8,160 bytes
	}
	return k
}

// AuditLog is the program's log, to check it.
func (h *House) AuditLog() (*audit.Log, error) { return audit.Open(h.DB, key("audit")) }

// Leave closes the connections.
func (h *House) Leave() { h.DB.Close() }

// CreateDatabase makes an empty database on a server.
func CreateDatabase(ctx context.Context, server, name string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, `create database `+pgx.Identifier{name}.Sanitize())
	return err
}
