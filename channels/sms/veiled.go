package sms

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
)

// Numbers and what texts say stand veiled in the database: a text may hold whatever was asked for.

const bodyKind = accounts.TextBody

// SealedColumns are those of this package's tables, for accounts.Rekey.
func SealedColumns() []accounts.SealedColumn {
	return []accounts.SealedColumn{
		{Table: "sms_messages", Sealed: "phone", Kind: `'phone'`, Veiled: true},
		{Table: "sms_messages", Sealed: "body", Kind: `'text body'`, Veiled: true},
		{Table: "sms_conversations", Sealed: "phone", Kind: `'phone'`, Veiled: true,
			Unless: ` and not exists (select from sms_conversations o where o.phone = anew.veiled)`},
	}
}

func (d *Desk) veil(phone string) string        { return d.c.Register.Veil(accounts.Phone, phone) }
func (d *Desk) veils(phone string) []string     { return d.c.Register.Veils(accounts.Phone, phone) }
func (d *Desk) veilBody(body string) string     { return d.c.Register.Veil(bodyKind, body) }
func (d *Desk) number(v string) (string, error) { return d.c.Register.Unveil(accounts.Phone, v) }

// opened are a number and what a text says, as they stand in a row.
func (d *Desk) opened(phone, body string) (string, string, error) {
	phone, err := d.number(phone)
	if err == nil {
		body, err = d.c.Register.Unveil(bodyKind, body)
	}
	return phone, body, err
}

// hideCode is for showing: a code stands only in the handset it was sent to.
func hideCode(body string) string { return strings.ReplaceAll(body, "{code}", "····") }

// reveil puts a phone's conversation under the key that veils now, so that there is one of each phone whatever the keys are.
func (d *Desk) reveil(ctx context.Context, tx pgx.Tx, phone string) error {
	_, err := tx.Exec(ctx, `
		update sms_conversations set phone = @veil
		where phone = any(@others) and phone <> @veil and not exists (select from sms_conversations where phone = @veil)`,
		pgx.NamedArgs{"veil": d.veil(phone), "others": d.veils(phone)})
	if err != nil {
		return fmt.Errorf("conversation: %w", err)
	}
	return nil
}
