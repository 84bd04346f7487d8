/** A key and its self-signed certificate for localhost and api.blink.test. Made for these tests, trusted nowhere. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgj3FndlFgxmtcLdgX
tNAxsVAkdZk+gxqjLUJJXXFoeUuhRANCAARf+s8uubVX2hoR1uq45kpR102qnqqs
Uj2Hhy71gXExTnZwJmQ/lljsxVHayWmPsJTfao9ENqTtGcquIdwNK1Fr
-----END PRIVATE KEY-----
`;

export const cert = `-----BEGIN CERTIFICATE-----
MIIBeDCCAR2gAwIBAgIBAjAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABF/6zy65tVfaGhHW
6rjmSlHXTaqeqqxSPYeHLvWBcTFOdnAmZD+WWOzFUdrJaY+wlN9qj0Q2pO0Zyq4h
3A0rUWujXjBcMA8GA1UdEwEB/wQFMAMBAf8wKgYDVR0RBCMwIYIJbG9jYWxob3N0
gg5hcGkuYmxpbmsudGVzdIcEfwAAATAdBgNVHQ4EFgQU2vAqUscXpAq6+phrXnar
r9VSKbkwCgYIKoZIzj0EAwIDSQAwRgIhAPkAhICaKh/0sLnsgux2kqn3Li8MtzYu
vjHRuvkBdx2nAiEAtIhYd1nzCKTaf1JBsvLbHvLsWcDdqrh8pkiGkcr2jgo=
-----END CERTIFICATE-----
`;
