package accounts

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func sealing(t testing.TB, keys ...SealingKey) *Register {
	t.Helper()
	r := New(nil, []byte("a secret of the test"))
	if err := r.SealWith(keys...); err != nil {
		t.Fatal(err)
	}
	return r
}

func key32(fill byte) []byte { return bytes.Repeat([]byte{fill}, 32) }

func TestWhatIsSealedOpensAndTellsNothing(t *testing.T) {
	t.Parallel()
	r := sealing(t)
	a, b := r.Seal("nino", "QQ123456A"), r.Seal("nino", "QQ123456A")
	if bytes.Equal(a, b) {
		t.Error("the same number sealed twice is the same bytes")
	}
	if bytes.Contains(a, []byte("123456")) {
		t.Error("the number stands in what is stored")
	}
	if got, err := r.Unseal("nino", a); err != nil || got != "QQ123456A" {
		t.Errorf("opens as %q, %v", got, err)
	}
	if got, err := r.Unseal("nino", r.Seal("nino", "")); err != nil || got != "" {
		t.Errorf("nothing opens as %q, %v", got, err)
	}
}

func TestWhatWasAlteredDoesNotOpen(t *testing.T) {
	t.Parallel()
	r := sealing(t)
	whole := r.Seal("mobile", "+447700900123")
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 1
		if got, err := r.Unseal("mobile", bad); !errors.Is(err, ErrSealed) || got != "" {
			t.Errorf("byte %d altered: opens as %q, %v", i, got, err)
		}
		if got, err := r.Unseal("mobile", whole[:i]); i > 0 && (!errors.Is(err, ErrSealed) || got != "") {
			t.Errorf("cut at %d: opens as %q, %v", i, got, err)
		}
	}
	if _, err := r.Unseal("landline", whole); !errors.Is(err, ErrSealed) {
		t.Errorf("opens as another kind: %v", err)
	}
	if strings.Contains(r.mustFail(t, whole), "7700") {
		t.Error("the error tells the number")
	}
}

func (r *Register) mustFail(t *testing.T, sealed []byte) string {
	t.Helper()
	_, err := r.Unseal("another kind", sealed)
	if err == nil {
		t.Fatal("opens as another kind")
	}
	return err.Error()
}

func TestTheFirstKeySealsAndAllOpen(t *testing.T) {
	t.Parallel()
	derived, old := sealing(t), sealing(t, SealingKey{"2025", key32(1)})
	now := sealing(t, SealingKey{"2026", key32(2)}, SealingKey{"2025", key32(1)})
	for _, before := range []*Register{derived, old, now} {
		if got, err := now.Unseal("email", before.Seal("email", "m@example.org")); err != nil || got != "m@example.org" {
			t.Errorf("opens as %q, %v", got, err)
		}
	}
	if _, err := old.Unseal("email", now.Seal("email", "m@example.org")); !errors.Is(err, ErrSealed) {
		t.Errorf("a key that is not there opened it: %v", err)
	}
	if !bytes.HasPrefix(now.Seal("email", "m@example.org"), now.sealedFirst()) {
		t.Error("what is sealed does not begin with the first key's id")
	}
	for _, wrong := range [][]SealingKey{{{"a", []byte("short")}}, {{"", key32(1)}}, {{"a", key32(1)}, {"a", key32(2)}}, {{derivedID, key32(1)}}} {
		if err := New(nil, []byte("a secret of the test")).SealWith(wrong...); !errors.Is(err, ErrInvalid) {
			t.Errorf("keys %v: %v", wrong, err)
		}
	}
}

func TestAFingerIsOfOneKindAndOneSite(t *testing.T) {
	t.Parallel()
	r := sealing(t, SealingKey{"2026", key32(2)})
	if !bytes.Equal(r.Finger("nino", "QQ123456A"), sealing(t).Finger("nino", "QQ123456A")) {
		t.Error("a finger changes with the sealing keys")
	}
	if bytes.Equal(r.Finger("nino", "QQ123456A"), r.Finger("passport", "QQ123456A")) ||
		bytes.Equal(r.Finger("nino", "QQ123456A"), New(nil, []byte("another site")).Finger("nino", "QQ123456A")) {
		t.Error("fingers of two kinds, or two sites, are the same")
	}
	if r.Finger("nino", "") != nil {
		t.Error("nothing has a finger")
	}
}
