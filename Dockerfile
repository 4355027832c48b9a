# syntax=docker/dockerfile:1
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY gateway gateway
COPY .ci .ci
RUN ./mvnw -q -B -DskipTests -Dexec.skip -pl gateway/server -am package

FROM eclipse-temurin:25-jdk
# A fixed uid, so that an owner can be given to what is mounted: secrets, the data folder.
RUN groupadd --gid 10001 gerbang \
    && useradd --uid 10001 --gid gerbang --no-create-home --home-dir /opt/gerbang --shell /usr/sbin/nologin gerbang
WORKDIR /opt/gerbang
COPY --from=build /src/gateway/server/target/gerbang-server.jar ./
COPY --from=build /src/gateway/server/target/lib lib
COPY config config
COPY flows flows
RUN mkdir -p /var/lib/gerbang && chown gerbang:gerbang /var/lib/gerbang
# A training run that needs no store: the classes of the menus, the settings and the commands start from the cache.
RUN java --enable-native-access=ALL-UNNAMED -XX:AOTCacheOutput=gerbang.aot -Dgerbang.home=/opt/gerbang -jar gerbang-server.jar check
# What was copied has the modes of whoever built this; the gateway only reads it.
RUN chmod -R a+rX /opt/gerbang
USER 10001:10001
ENV GERBANG_DATA=/var/lib/gerbang GERBANG_MANAGEMENT_HOST=0.0.0.0
EXPOSE 8080
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:AOTCache=gerbang.aot", "-Dgerbang.home=/opt/gerbang", "-jar", "gerbang-server.jar"]
CMD ["serve"]
