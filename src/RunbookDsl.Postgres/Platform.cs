using System.Runtime.Versioning;

// Owner-only files and fsync are Unix.
[assembly: UnsupportedOSPlatform("windows")]
