package fake

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// OneLoginUser is somebody who has a login there. They are made up.
type OneLoginUser struct {
	Subject  string   // pairwise: another for every client
	Given    []string // names
	Family   string
	Maiden   string // a family name of before; "" for none
	Born     string // yyyy-mm-dd
	Postcode string
	Proves   bool   // can prove their identity; else One Login says that it could not
	About    string // for the page of the demonstration: where on record they are found
}

// OneLoginOptions is what a One Login needs to know of its one client.
type OneLoginOptions struct {
	ClientID string
	Key      crypto.PublicKey // the client signs its assertions by the other half
	Redirect string           // the client's registered address to come back to
	Left     string           // and to lead to after signing out
	Logout   string           // its back channel; "" for none
	Users    []OneLoginUser
	Client   *http.Client     // posts to the back channel; nil takes one with a timeout
	Now      func() time.Time // nil takes time.Now
}

// OneLogin stands in for GOV.UK One Login: an OpenID provider that refuses what the real one refuses, and that can be told to answer
// wrongly in one way at a time. It is an http.Handler, safe for use by many goroutines.
type OneLogin struct {
	o   OneLoginOptions
	mux *http.ServeMux

	mu       sync.Mutex
	issuer   string // with a slash at the end
	key      *ecdsa.PrivateKey
	keyID    string
	coreKey  *ecdsa.PrivateKey
	coreID   string
	fault    LoginFault
	codes    map[string]*grant
	used     map[string]bool // assertions, by jti
	tokens   map[string]*grant
	sessions []*grant
	first    string // subject who is signed in without being asked; "" shows the page to choose
	last     string // the newest code that was handed out
	seen     url.Values
	logouts  []string // tokens sent to the back channel, oldest first
	fetched  int      // how often the did document was asked for
}

// grant is one sign-in of one user for the client.
type grant struct {
	user                 OneLoginUser
	sid, nonce, redirect string
	challenge, vtr       string
	identity, spent      bool
	at                   time.Time
}

// NewOneLogin makes one. Tell it by At where it is served before it is asked anything.
func NewOneLogin(o OneLoginOptions) *OneLogin {
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &OneLogin{o: o, mux: http.NewServeMux(), codes: map[string]*grant{}, used: map[string]bool{}, tokens: map[string]*grant{}}
	l.Rotate()
	l.mux.HandleFunc("GET /.well-known/openid-configuration", l.configuration)
	l.mux.HandleFunc("GET /.well-known/jwks.json", l.jwks)
	l.mux.HandleFunc("GET /.well-known/did.json", l.document)
	l.mux.HandleFunc("GET /authorize", l.authorize)
	l.mux.HandleFunc("GET /choose", l.choose)
	l.mux.HandleFunc("POST /token", l.token)
	l.mux.HandleFunc("GET /userinfo", l.userInfo)
	l.mux.HandleFunc("GET /logout", l.logout)
	return l
}

func (l *OneLogin) ServeHTTP(w http.ResponseWriter, r *http.Request) { l.mux.ServeHTTP(w, r) }

// At says where it is served: 'http://127.0.0.1:8076'.
func (l *OneLogin) At(base string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.issuer = strings.TrimSuffix(base, "/") + "/"
}

// Issuer is what it calls itself.
func (l *OneLogin) Issuer() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.issuer
}

// Rotate makes new keys, as the real one does now and then; the old ones are no longer published.
func (l *OneLogin) Rotate() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.key, l.keyID = freshKey()
	l.coreKey, l.coreID = freshKey()
}

// freshKey never fails: the random source of the system does not.
func freshKey() (*ecdsa.PrivateKey, string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key, rand.Text()
}

// SignInAs signs this user in from now on without asking; "" asks again.
func (l *OneLogin) SignInAs(subject string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.first = subject
}

// Asked is what a browser came with last.
func (l *OneLogin) Asked() url.Values {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seen
}

// Fetched is how often the document of identity keys was asked for.
func (l *OneLogin) Fetched() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fetched
}

// Logouts are the tokens that were sent to the back channel.
func (l *OneLogin) Logouts() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.logouts...)
}

// Users are those who have a login here from now on.
func (l *OneLogin) Users(all ...OneLoginUser) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.o.Users = all
}

// Renew gives a user another subject, as happens when somebody deletes their login and makes a new one.
func (l *OneLogin) Renew(subject, to string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.o.Users {
		if l.o.Users[i].Subject == subject {
			l.o.Users[i].Subject = to
		}
	}
}

func (l *OneLogin) user(subject string) (OneLoginUser, bool) {
	for _, u := range l.o.Users {
		if u.Subject == subject {
			return u, true
		}
	}
	return OneLoginUser{}, false
}

// did is the name of its document of keys.
func (l *OneLogin) did() string {
	u, err := url.Parse(l.issuer)
	if err != nil {
		return ""
	}
	return "did:web:" + strings.ReplaceAll(u.Host, ":", "%3A")
}
