package fake

// LoginFault is one way in which an answer can be wrong. Everything else of the answer is right, so that what is refused is refused for it.
type LoginFault string

// The faults.
const (
	Honest          LoginFault = ""
	BadNonce        LoginFault = "nonce"
	WrongAudience   LoginFault = "audience"
	ManyAudiences   LoginFault = "audiences"
	WrongIssuer     LoginFault = "issuer"
	Expired         LoginFault = "expired"
	FromFuture      LoginFault = "future"
	WrongVot        LoginFault = "vot"
	WrongKey        LoginFault = "key"
	NoAlgorithm     LoginFault = "alg-none"
	SymmetricKey    LoginFault = "alg-hs256" // signed with what everybody knows: the client's id
	NoSession       LoginFault = "sid"
	WrongState      LoginFault = "state"
	OtherIssuer     LoginFault = "iss" // in the address the browser comes back with
	Denied          LoginFault = "denied"
	Unavailable     LoginFault = "unavailable"
	OldCode         LoginFault = "old-code" // hands out the code of before again
	OtherSubject    LoginFault = "userinfo-subject"
	CoreBadKey      LoginFault = "core-key"
	CoreNoAlgorithm LoginFault = "core-alg-none"
	CoreOtherDID    LoginFault = "core-did"
	CoreExpired     LoginFault = "core-expired"
	CoreAudience    LoginFault = "core-audience"
	CoreIssuer      LoginFault = "core-issuer"
	CoreSubject     LoginFault = "core-subject"
	CoreLow         LoginFault = "core-vot" // P1 where P2 was asked for
	CoreMissing     LoginFault = "core-missing"
	CoreNameless    LoginFault = "core-name"
	NoDocument      LoginFault = "no-document"

	LogoutIssuer   LoginFault = "logout-issuer"
	LogoutAudience LoginFault = "logout-audience"
	LogoutKey      LoginFault = "logout-key"
	LogoutNoEvent  LoginFault = "logout-event"
	LogoutNonce    LoginFault = "logout-nonce" // an id token passed off as one
	LogoutExpired  LoginFault = "logout-expired"
	LogoutNoID     LoginFault = "logout-jti"
	LogoutStale    LoginFault = "logout-stale" // issued long ago, though not expired
	LogoutNobody   LoginFault = "logout-nobody"
)

// Break makes every answer from now on wrong in one way.
func (l *OneLogin) Break(f LoginFault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault = f
}
