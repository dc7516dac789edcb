package signin

import (
	"context"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/services"
)

// Identity is who One Login has proven somebody to be, at a medium level of confidence (P2).
type Identity struct {
	FullName string   // the one in use now
	Previous []string // former ones
	Born     services.Day
	Postcode string // of where they live now; "" where it was not said
}

// livedAt are the addresses One Login knows, as its claim has them.
type livedAt []struct {
	Postcode string `json:"postalCode"`
	Until    string `json:"validUntil"`
}

func (all livedAt) now() string {
	for _, a := range all {
		if a.Until == "" {
			return a.Postcode
		}
	}
	return ""
}

// core is the part of the core identity that we read.
type core struct {
	Vot string `json:"vot"`
	VC  struct {
		Subject struct {
			Names []struct {
				Parts []struct {
					Type  string `json:"type"`
					Value string `json:"value"`
				} `json:"nameParts"`
				Until string `json:"validUntil"`
			} `json:"name"`
			Births []struct {
				Value string `json:"value"`
			} `json:"birthDate"`
		} `json:"credentialSubject"`
	} `json:"vc"`
}

// identity judges a core identity: signed with a key of the issuer's own document, about this subject, for us, in time, and as sure as
// we asked.
func (o *oneLogin) identity(ctx context.Context, raw, subject string) (*Identity, error) {
	signed, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return nil, relying.Refuse(relying.RefusedAnswer, "core identity: %w", err)
	}
	key, err := o.did.key(ctx, signed.Headers[0].KeyID)
	if err != nil {
		return nil, err
	}
	var claims jwt.Claims
	var c core
	if err := signed.Claims(key, &claims, &c); err != nil {
		return nil, relying.Refuse(relying.RefusedAnswer, "core identity: %w", err)
	}
	err = claims.ValidateWithLeeway(jwt.Expected{Issuer: o.did.issuer, Subject: subject, AnyAudience: jwt.Audience{o.c.ClientID}, Time: o.now()}, relying.Skew)
	switch {
	case err != nil:
		return nil, relying.Refuse(relying.RefusedAnswer, "core identity: %w", err)
	case claims.Expiry == nil || len(claims.Audience) != 1:
		return nil, relying.Refuse(relying.RefusedAnswer, "the core identity has no end, or is for others too")
	case c.Vot != "P2":
		return nil, relying.Refuse(RefusedIdentity, "the core identity is %q", c.Vot)
	}
	return c.person()
}

// person reads the name in use and the date of birth.
func (c core) person() (*Identity, error) {
	id := &Identity{}
	for _, n := range c.VC.Subject.Names {
		var parts []string
		for _, p := range n.Parts {
			parts = append(parts, p.Value)
		}
		switch full := strings.Join(parts, " "); {
		case full == "":
		case n.Until == "" && id.FullName == "":
			id.FullName = full
		default:
			id.Previous = append(id.Previous, full)
		}
	}
	if id.FullName == "" || len(c.VC.Subject.Births) == 0 {
		return nil, relying.Refuse(RefusedIdentity, "the core identity has no name in use or no date of birth")
	}
	born, err := time.Parse(time.DateOnly, c.VC.Subject.Births[0].Value)
	if err != nil {
		return nil, relying.Refuse(relying.RefusedAnswer, "core identity: date of birth")
	}
	id.Born = services.DayOf(born)
	return id, nil
}
