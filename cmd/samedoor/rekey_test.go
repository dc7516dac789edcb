package main

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
)

// notSealed are the columns of bytes that hold no sealed number: digests and fingers, files, sessions.
var notSealed = []string{"access_codes.digest", "account_contacts.finger", "account_credentials.handle", "account_holds.finger",
	"account_identifiers.finger", "account_proofs.number_finger", "account_sessions.login", "attempts.subject", "documents.body", "documents.sha256",
	"form_layouts.hash", "mandates.document_finger", "stopped_phones.finger", "letters.pdf", "letters.sha256", "one_login_logouts.digest", "service_versions.hash", "sessions.data", "staff_passkeys.handle"}

// A column of bytes that nobody put on the list would keep its old key when keys are rotated.
func TestEverySealedColumnIsOnTheList(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	rows, _ := db.Query(t.Context(), `
		select table_name || '.' || column_name, data_type = 'bytea' from information_schema.columns
		where table_schema = 'public' and data_type in ('bytea', 'text') and table_name not like 'river%' order by 1`)
	there := map[string]bool{} // whether it is of bytes
	var name string
	var ofBytes bool
	_, err := pgx.ForEachRow(rows, []any{&name, &ofBytes}, func() error { there[name] = ofBytes; return nil })
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, c := range append(accounts.SealedColumns(), sealedColumns()...) {
		listed = append(listed, c.Table+"."+c.Sealed)
		if _, err := db.Exec(t.Context(), `select `+c.Kind+` from `+c.Table+` limit 0`); err != nil {
			t.Errorf("%s.%s: %v", c.Table, c.Sealed, err)
		}
	}
	for column, ofBytes := range there {
		if strings.HasPrefix(column, "audit_") { // digests, and the tree they stand in
			continue
		}
		if ofBytes && !slices.Contains(listed, column) && !slices.Contains(notSealed, column) {
			t.Errorf("%s is neither on the list of sealed columns nor of those that are not", column)
		}
	}
	for _, column := range listed {
		if _, is := there[column]; !is {
			t.Errorf("%s is on the list and not in the database", column)
		}
	}
}

func TestRekeyIsACommand(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	secret := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{5}, 32))
	cfg, _, err := configure([]string{"SAMEDOOR_SECRET=" + secret})
	if err != nil {
		t.Fatal(err)
	}
	register := accounts.New(db, cfg.Key("accounts"))
	_, problems, err := register.Create(t.Context(), audit.Actor{Role: audit.System, Door: channels.Phone}, accounts.Details{FullName: "Margaret Ellis", Mobile: "07700 900 123", NINO: "AB123456C"})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	run := func(more ...string) (code int, out string) {
		var stdout, stderr bytes.Buffer
		environ := append([]string{"SAMEDOOR_SECRET=" + secret, "DATABASE_URL=" + db.Config().ConnString()}, more...)
		code = dispatch(t.Context(), []string{"accounts", "rekey"}, environ, &stdout, &stderr)
		return code, stdout.String() + stderr.String()
	}
	if code, out := run(); code != 0 || !strings.Contains(out, "Everything is sealed under the key that seals now.") {
		t.Errorf("with nothing to do: %d %s", code, out)
	}
	keys := "SAMEDOOR_SEALING_KEYS=2026:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{9}, 32))
	code, out := run(keys)
	if code != 0 || !strings.Contains(out, "account_contacts: 1 sealed anew.") || !strings.Contains(out, "account_identifiers: 1 sealed anew.") {
		t.Errorf("with a new key: %d %s", code, out)
	}
	if code, out := run(); code != 1 || !strings.Contains(out, "2026") {
		t.Errorf("with the new key gone: %d %s", code, out)
	}
	if code, out := run(keys); code != 0 || strings.Contains(out, "anew") {
		t.Errorf("a second time: %d %s", code, out)
	}
}
