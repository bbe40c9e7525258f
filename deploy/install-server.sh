#!/bin/sh
# Makes a bare Debian 12 the hall server: packages, user, files, units, nginx. Run as root in a copy of the release; again to update.
#   sh install-server.sh            ten screens, a hundred: SQLite
#   sh install-server.sh --large    more, or the open web too: PostgreSQL and Redis on this machine, two workers
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
target=/opt/taoyuan
[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }
case ${1-} in '') large= ;; --large) large="redis-server postgresql" ;; *) echo "There is --large, or nothing." >&2; exit 1 ;; esac

echo "Installing packages ..."
apt-get update -qq
# shellcheck disable=SC2086  # two names, or none
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 python3-venv nginx-light rsync sqlite3 openssl \
    $large >/dev/null

getent passwd taoyuan >/dev/null || useradd --system --home-dir /var/lib/taoyuan --shell /usr/sbin/nologin taoyuan
if [ "$root" != "$target" ]; then
    echo "Copying the release to $target ..."
    rsync -a --delete --exclude .git --exclude .venv --exclude build --exclude var "$root/" "$target/"
fi
mkdir -p "$target/build" /etc/taoyuan
chown -R root:root "$target"
chown -R taoyuan:taoyuan "$target/build"

echo "Installing the pinned packages ..."
[ -x "$target/.venv/bin/python" ] || python3 -m venv "$target/.venv"
"$target/.venv/bin/python" -m pip install -q --disable-pip-version-check -r "$target/requirements.txt"

if [ ! -f /etc/taoyuan/server.env ]; then
    token() { openssl rand -base64 33 | tr '+/' '-_'; }
    umask 077
    sed -e "s|^HUB_TOKENS=.*|HUB_TOKENS=desk=$(token)|" -e "s|^HUB_SCREEN_TOKEN=.*|HUB_SCREEN_TOKEN=$(token)|" \
        "$target/deploy/server.env.example" > /etc/taoyuan/server.env
    umask 022
    echo "Fresh tokens stand in /etc/taoyuan/server.env (root only)."
fi
chmod 600 /etc/taoyuan/server.env

if [ -n "$large" ]; then
    echo "Setting up PostgreSQL and Redis ..."
    install -m 644 "$target/deploy/redis/taoyuan.conf" /etc/redis/taoyuan.conf
    grep -q '^include /etc/redis/taoyuan.conf' /etc/redis/redis.conf || echo 'include /etc/redis/taoyuan.conf' >> /etc/redis/redis.conf
    systemctl enable -q redis-server.service postgresql.service
    systemctl restart redis-server.service
    systemctl start postgresql.service
    # The server comes in by the socket as the user it is: no password anywhere.
    ask() { runuser -u postgres -- psql -tAc "$1"; }
    [ "$(ask "select 1 from pg_roles where rolname = 'taoyuan'")" = 1 ] || runuser -u postgres -- createuser taoyuan
    [ "$(ask "select 1 from pg_database where datname = 'taoyuan_hub'")" = 1 ] || runuser -u postgres -- createdb -O taoyuan taoyuan_hub
    sed -i -E 's/^#(WORKERS|CACHE_URL|HUB_DATABASE_URL)=/\1=/' /etc/taoyuan/server.env
fi

install -m 644 "$target/deploy/systemd/taoyuan.service" "$target/deploy/systemd/taoyuan-nightly.service" \
    "$target/deploy/systemd/taoyuan-nightly.timer" /etc/systemd/system/
install -m 644 "$target/deploy/nginx/taoyuan.conf" /etc/nginx/conf.d/taoyuan.conf
rm -f /etc/nginx/sites-enabled/default
nginx -t -q
systemctl daemon-reload
systemctl enable -q taoyuan.service taoyuan-nightly.timer nginx.service
systemctl restart taoyuan.service nginx.service
systemctl start taoyuan-nightly.timer
echo "Open: http://$(hostname -I | cut -d' ' -f1)/ and /hub. Look: systemctl status taoyuan"
